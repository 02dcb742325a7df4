import type { ConflateOptions, SocketOptions } from '@zeromq-ts/core';
import { checkArgumentCount, SendSocket } from '@zeromq-ts/core/spi';
import { PUSH } from './push-definition.js';

/** Options of a {@link ZMQPush}. */
export interface PushOptions extends SocketOptions, ConflateOptions {}

/**
 * PUSH: hands out messages, each to one of its peers (RFC 30).
 *
 * Peers take turns, and one whose queue is full is left out. While there is no peer with room, `send` waits; no
 * message is dropped. A PUSH never receives.
 *
 * @example
 * ```ts
 * import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
 *
 * const sink = new ZMQPull('inproc://sink');
 * const worker = new ZMQPush('inproc://sink');
 * await worker.send('done');
 * console.log(`${await sink.receive()}`);
 * await Promise.all([worker.close(), sink.close()]);
 * ```
 */
export class ZMQPush extends SendSocket {
  /**
   * @param endpoint Connected, unless a prefix `@` says to bind; several as a list, `'>tcp://a:1,>tcp://b:2'`, or an
   * array. Without it the socket is neither bound nor connected.
   * @param options See {@link PushOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: PushOptions) {
    checkArgumentCount('ZMQPush', arguments, 2);
    super(PUSH, endpoint, options);
  }
}
