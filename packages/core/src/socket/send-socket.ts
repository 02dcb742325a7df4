import { extraArgumentError } from '../errors/argument-count.js';
import type { MessageInput } from '../message/input.js';
import type { SocketOptions } from '../options/socket-options.js';
import { coreOf, ZMQSocket } from './zmq-socket.js';

/** A socket that sends. */
export abstract class SendSocket<Options extends object = SocketOptions> extends ZMQSocket<Options> {
  /**
   * Sends a message. Messages keep the order of the calls even when they are not awaited; any number of sends may be
   * pending.
   *
   * Do not modify a buffer after passing it.
   *
   * While it waits for room, it keeps the process alive if the promise is awaited (`await` or `then`). Otherwise,
   * `linger` limits how long it is tried once the process has nothing else to do. A send that `close` abandons because
   * linger has expired rejects with `ENOTSOCK`, which is not reported as an unhandled rejection.
   *
   * @param message A string (UTF-8), bytes, a `Message`, or an array of these, one frame each.
   * @returns `true` once the message is queued for a peer; the promise is pending while all queues are full. `false`
   * when the send was out of turn and had no effect (event `ignored`).
   * @throws TypeError for anything that is not a message; ZMQError `EAGAIN` after the option `sendTimeout`, `ENOTSOCK`
   * on a closed socket, `EHOSTUNREACH` from a mandatory ROUTER, and on the engine `zmtp` `EMSGSIZE` for a message of
   * more than 2^31 - 1 bytes or 262 144 frames, or with a frame larger than the `maxMessageSize` of the peer (a PUB or
   * XPUB drops it for that subscriber). All as rejections.
   */
  send(message: MessageInput): Promise<boolean>;
  send(message: MessageInput, extra?: unknown): Promise<boolean> {
    if (extra !== undefined) return Promise.reject(extraArgumentError('send', 1, extra, adviceFor(extra)));
    return coreOf(this).sender.send(message);
  }

  /**
   * Sends a message if that is possible without waiting.
   *
   * @returns `true` when it is queued, `false` when there is no room, or when it was out of turn (event `ignored`).
   * @throws TypeError for anything that is not a message; ZMQError `ENOTSOCK` on a closed socket, `EMSGSIZE` as `send`.
   */
  trySend(message: MessageInput): boolean;
  trySend(message: MessageInput, extra?: unknown): boolean {
    if (extra !== undefined) throw extraArgumentError('trySend', 1, extra, adviceFor(extra));
    return coreOf(this).sender.trySend(message);
  }
}

function adviceFor(extra: unknown): string {
  const isOptions = typeof extra === 'object' && extra !== null && Object.getPrototypeOf(extra) === Object.prototype;
  return isOptions
    ? 'send has no options of its own: the option sendTimeout of the constructor limits how long it waits.'
    : "The frames of a message are one argument: send(['first', 'second']).";
}
