import { extraArgumentError } from '../errors/argument-count.js';
import type { MessageInput } from '../message/input.js';
import { coreOf, ZMQSocket } from './zmq-socket.js';

/** A socket that sends. */
export abstract class SendSocket extends ZMQSocket {
  /**
   * Sends a message. It need not be awaited to keep order, and any number of sends may be under way.
   *
   * Do not change a buffer after handing it over.
   *
   * While it waits for room, it keeps the process alive if the program waits for the promise, with `await` or `then`. If
   * not, `linger` limits how long it is tried once the process has nothing else to do. A send that `close` gives up
   * because linger is over rejects with `ENOTSOCK`, which is not reported as an unhandled rejection.
   *
   * @param message A string (UTF-8), bytes, a `Message`, or an array of these, one frame each.
   * @returns `true` once the message is queued for a peer — while every queue that it may use is full, the promise
   * waits; `false` when the send was out of order and had no effect (event `ignored`).
   * @throws TypeError for anything that is not a message; ZMQError `EAGAIN` after the option `sendTimeout`,
   * `ENOTSOCK` on a closed socket, `EHOSTUNREACH` from a mandatory ROUTER, and on the engine `zmtp` `EMSGSIZE` for a
   * message of more than 2^31 - 1 bytes or 262 144 frames, or with a frame larger than the `maxMessageSize` that the peer
   * has told (at a PUB or XPUB, that subscriber misses it). All as rejections.
   */
  send(message: MessageInput): Promise<boolean>;
  send(message: MessageInput, extra?: unknown): Promise<boolean> {
    if (extra !== undefined) return Promise.reject(extraArgumentError('send', 1, extra, adviceFor(extra)));
    return coreOf(this).sender.send(message);
  }

  /**
   * Sends a message if that is possible without waiting.
   *
   * @returns `true` when it is queued, `false` when there is no room, or when it was out of order (event `ignored`).
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
