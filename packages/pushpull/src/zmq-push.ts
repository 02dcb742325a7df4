import type { ConflateOptions, SocketOptions } from '@zeromq-ts/core';
import { checkArgumentCount, SendSocket } from '@zeromq-ts/core/spi';
import { PUSH } from './push-definition.js';

/** Options of a {@link ZMQPush}. */
export interface PushOptions extends SocketOptions, ConflateOptions {}

/**
 * PUSH: sends each message to one of its peers (RFC 30).
 *
 * Messages go to the peers round-robin, skipping those whose queue is full. While no peer has room, `send` waits; no
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
   * @param endpoint The endpoint to connect to, or to bind to with the prefix `@`; several as a list, `'>tcp://a:1,>tcp://b:2'`,
   * or as an array. Default: none.
   * @param options See {@link PushOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: PushOptions) {
    checkArgumentCount('ZMQPush', arguments, 2);
    super(PUSH, endpoint, options);
  }
}
