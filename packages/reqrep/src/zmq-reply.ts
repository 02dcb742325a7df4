import type { Message } from '@zeromq-ts/core';
import { checkArgumentCount, DuplexSocket } from '@zeromq-ts/core/spi';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { REPLY_OPTIONS, type ReplyOptions } from './reply-options.js';
import { ReplyState } from './reply-state.js';
import { RepRouting } from './rep-routing.js';

/** REP, as RFC 28 and RFC 37 ("The Socket-Type Property") define it. */
export const REP: SocketTypeDefinition<typeof REPLY_OPTIONS> = {
  seam: 'routing@2',
  type: 'REP',
  className: 'ZMQReply',
  defaultAction: 'bind',
  sends: true,
  receives: true,
  peers: ['REQ', 'DEALER'],
  options: REPLY_OPTIONS,
  lockstep: 'receive-first',
  libzmq: { type: 4 },
  exchange: (context) => new ReplyState(context),
  routing: (context) => new RepRouting(context),
};

/**
 * REP: receives requests from all of its peers in turn, and sends a reply to each (RFC 28).
 *
 * `receive` and `send` alternate strictly: a `send` without a request is ignored (event `ignored`), and a `receive`
 * before the reply was sent rejects with `EFSM`; with the option `waitForTurn`, both wait. A reply to a requester that has disconnected is dropped without an
 * error; `send` never waits.
 *
 * @example
 * ```ts
 * import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
 *
 * const server = new ZMQReply('inproc://doubler');
 * const client = new ZMQRequest('inproc://doubler');
 * const answer = client.request('21');
 * for await (const request of server) {
 *   await server.send(String(Number(request) * 2));
 *   break;
 * }
 * console.log(`${await answer}`);
 * await Promise.all([server.close(), client.close()]);
 * ```
 */
export class ZMQReply extends DuplexSocket<Message, ReplyOptions> {
  /**
   * @param endpoint The endpoint to bind to, or to connect to with the prefix `>`; several as a list, `'@tcp://*:1,@ipc:///tmp/b'`,
   * or as an array. Default: none.
   * @param options See {@link ReplyOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: ReplyOptions) {
    checkArgumentCount('ZMQReply', arguments, 2);
    super(REP, endpoint, options);
  }
}
