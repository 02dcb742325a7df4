import type { Engine, Transport } from '@zeromq-ts/core/spi';
import { checkArgumentCount, checkCallOptions, endpointSyntax, RoutingEngine, ZMQError } from '@zeromq-ts/core/spi';
import type { SecurityMechanism } from '../security/security-mechanism.js';
import { securityWith } from '../security/security-mechanism.js';

/** What {@link createZmtpEngine} makes an engine of. */
export interface ZmtpEngineOptions {
  /** What it carries: `tcp()`, `ipc()`, `inproc()`, and those of other packages. One for each protocol. */
  readonly transports: readonly Transport[];
  /** The name by which it is shown, and chosen if it is registered. Default `'zmtp'`. */
  readonly name?: string | undefined;
  /** Security mechanisms that it has beside NULL, PLAIN and CURVE. Default none. */
  readonly mechanisms?: readonly SecurityMechanism[] | undefined;
  /** Also carries the transports that packages register, such as `@zeromq-ts/websocket`. Default false. */
  readonly registered?: boolean | undefined;
}

/**
 * Makes an engine in TypeScript of transports, without native code. The engine `zmtp` is
 * `createZmtpEngine({ transports: [tcp(), ipc(), inproc()], registered: true })`; make your own to leave transports out, or to add one.
 *
 * Give it to sockets or contexts as the option `engine`, or make it the default with `setDefaultEngine`. Sockets of
 * different engines meet over tcp and ipc; over inproc, those of engines that have the transport `inproc()` do.
 *
 * @throws ZMQError `EINVAL` when a transport or mechanism is made for another version of the seam, or two have the same
 * protocol or name.
 *
 * @example
 * ```ts
 * import { createZmtpEngine, inproc } from '@zeromq-ts/transports/zmtp';
 * import { ZMQPair } from '@zeromq-ts/pair';
 *
 * const engine = createZmtpEngine({ transports: [inproc()] });
 * const left = new ZMQPair('@inproc://only-here', { engine });
 * const right = new ZMQPair('>inproc://only-here', { engine });
 * await left.send('hello');
 * console.log(`${await right.receive()}`); // hello
 * await Promise.all([left.close(), right.close()]);
 * ```
 */
export function createZmtpEngine(options: ZmtpEngineOptions): Engine {
  checkArgumentCount('createZmtpEngine', arguments, 1);
  checkCallOptions('createZmtpEngine', options, {
    transports: checkTransports,
    mechanisms: () => {},
    name: () => {},
    registered: () => {},
  });
  const { transports, mechanisms = [], name = 'zmtp', registered = false } = options;
  return new RoutingEngine(name, transports, {
    takesRegistered: registered,
    security: securityWith(mechanisms),
    syntaxOf: endpointSyntax,
  });
}

function checkTransports(_name: string, transports: unknown): void {
  const protocols = (transports as readonly Transport[]).map(({ protocol }) => protocol);
  const twice = protocols.find((protocol, index) => protocols.indexOf(protocol) < index);
  if (twice === undefined) return;
  throw new ZMQError('EINVAL', `transports has two for ${twice}://; an engine has one for each protocol.`);
}
