import { extraArgumentError } from '../errors/argument-count.js';
import type { Message } from '../message/message.js';
import type { WaitOptions } from '../options/timing.js';
import { MessageIterator } from './message-iterator.js';
import { coreOf, ZMQSocket } from './zmq-socket.js';

/** A socket that receives. */
export abstract class ReceiveSocket extends ZMQSocket implements AsyncIterable<Message> {
  /**
   * Receives the next message. Concurrent calls are served first come, first served; one that times out or is aborted
   * never takes a message with it.
   *
   * @param options `timeout` in milliseconds, default: the option `receiveTimeout`; `signal`.
   * @throws ZMQError `EAGAIN` after the timeout, `ENOTSOCK` when the socket is or gets closed; the reason of the
   * signal. All as rejections.
   */
  receive(options?: WaitOptions): Promise<Message>;
  receive(options?: WaitOptions, extra?: unknown): Promise<Message> {
    if (extra !== undefined) return Promise.reject(extraArgumentError('receive', 1, extra));
    return coreOf(this).receiver.receive(options);
  }

  /**
   * Takes a message if one is there; `undefined` when there is none yet. It never waits.
   *
   * Messages that are not for the application (a SUB: of no topic that it has subscribed to; a REP: without an envelope)
   * are thrown away. After 64 of these a call on the engine `zmtp` returns `undefined`, though a message that is for the
   * application may be behind them. So a single `undefined` does not prove that nothing has come: call again in a later
   * turn of the event loop, or use `receive`.
   *
   * @throws ZMQError `ENOTSOCK` on a closed socket.
   */
  tryReceive(): Message | undefined;
  tryReceive(extra?: unknown): Message | undefined {
    if (extra !== undefined) throw extraArgumentError('tryReceive', 0, extra, 'To wait, call receive().');
    return coreOf(this).receiver.tryReceive();
  }

  /**
   * Receives in a `for await` loop, which ends quietly when the socket closes. Leaving the loop leaves the socket open:
   * messages that have not been read are there for the next `receive`. Several iterations share the messages; each
   * message goes to one of them.
   *
   * `return()` and `throw()` of the iterator may be called while `next()` waits, as `Readable.from(socket).destroy()`
   * does: the `next()` is done, and takes no message.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<Message> {
    return new MessageIterator(this, coreOf(this));
  }
}
