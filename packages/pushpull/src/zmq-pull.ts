import type { ConflateOptions, SocketOptions } from '@zeromq-ts/core';
import { checkArgumentCount, CONFLATE_OPTIONS, ReceiveSocket } from '@zeromq-ts/core/spi';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { PullRouting } from './pull-routing.js';

/** Options of a {@link ZMQPull}. */
export interface PullOptions extends SocketOptions, ConflateOptions {}

/** PULL, as RFC 30 and RFC 37 ("The Socket-Type Property") define it. */
export const PULL: SocketTypeDefinition<typeof CONFLATE_OPTIONS> = {
  seam: 'routing@2',
  type: 'PULL',
  className: 'ZMQPull',
  defaultAction: 'bind',
  sends: false,
  receives: true,
  peers: ['PUSH'],
  options: CONFLATE_OPTIONS,
  libzmq: { type: 7 },
  routing: () => new PullRouting(),
};

/**
 * PULL: receives messages from all of its peers in turn (RFC 30).
 *
 * The high-water mark slows down a peer that sends faster than this socket is read (back-pressure); nothing is dropped.
 * A PULL never sends.
 *
 * @example
 * ```ts
 * import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
 *
 * const tasks = new ZMQPush('@inproc://tasks');
 * const worker = new ZMQPull('>inproc://tasks');
 * await tasks.send(['resize', 'cat.png']);
 * const [task, file] = await worker.receive();
 * console.log(`${task} ${file}`);
 * await Promise.all([tasks.close(), worker.close()]);
 * ```
 */
export class ZMQPull extends ReceiveSocket<PullOptions> {
  /**
   * @param endpoint The endpoint to bind to, or to connect to with the prefix `>`; several as a list, `'@tcp://*:1,@ipc:///tmp/b'`,
   * or as an array. Default: none.
   * @param options See {@link PullOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: PullOptions) {
    checkArgumentCount('ZMQPull', arguments, 2);
    super(PULL, endpoint, options);
  }
}
