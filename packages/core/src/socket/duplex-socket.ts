import { extraArgumentError } from '../errors/argument-count.js';
import type { Message } from '../message/message.js';
import { checkCallOptions } from '../options/call-options.js';
import { MESSAGES_OPTION_CHECKS, type MessagesOptions } from '../options/messages-options.js';
import type { SocketOptions } from '../options/socket-options.js';
import type { WaitOptions } from '../options/timing.js';
import { MessageIterator } from './message-iterator.js';
import { SendSocket } from './send-socket.js';
import { coreOf } from './zmq-socket.js';
import { rejectWithinBudget } from '../turn/within-budget.js';

/** A socket that sends and receives; `Received` is the type of its received messages. */
export abstract class DuplexSocket<Received extends Message = Message, Options extends object = SocketOptions>
  extends SendSocket<Options>
  implements AsyncIterable<Received>
{
  /**
   * Receives the next message. Concurrent calls are served first in, first out; one that times out or is aborted never
   * consumes a message.
   *
   * @param options `timeout` in milliseconds, default: the option `receiveTimeout`; `signal`.
   * @throws ZMQError `EAGAIN` after the timeout, `EFSM` at once when it is out of turn (REQ, REP), `ENOTSOCK` when the
   * socket is or gets closed; the reason of the signal. All as rejections.
   */
  receive(options?: WaitOptions): Promise<Received>;
  receive(options?: WaitOptions, extra?: unknown): Promise<Received> {
    if (extra !== undefined) return rejectWithinBudget(extraArgumentError('receive', 1, extra));
    return coreOf(this).receiver.receive(options) as Promise<Received>;
  }

  /**
   * Receives a message if one is available; otherwise returns `undefined`. It never waits.
   *
   * Messages that are not for the application (at a SUB, without a subscribed topic; at a REP, without an envelope) are
   * discarded. On the engine `zmtp`, a call returns `undefined` after 64 of these, although more messages may follow.
   * So a single `undefined` does not prove that there is no message: call again in a later turn of the event loop, or
   * use `receive`.
   *
   * @throws ZMQError `EFSM` when it is out of turn (REQ, REP), `ENOTSOCK` on a closed socket.
   */
  tryReceive(): Received | undefined;
  tryReceive(extra?: unknown): Received | undefined {
    if (extra !== undefined) throw extraArgumentError('tryReceive', 0, extra, 'To wait, call receive().');
    return coreOf(this).receiver.tryReceive() as Received | undefined;
  }

  /**
   * Whether a message is available, so that {@link tryReceive} returns it. False while it is not the turn of the socket to
   * receive (REQ, REP), while other receives wait, and on a closed socket. No message is taken; on the engine `zmtp`,
   * messages that are not for the application are discarded. libzmq: `ZMQ_POLLIN` of `ZMQ_EVENTS`.
   */
  get readable(): boolean {
    return coreOf(this).receiver.ready;
  }

  /**
   * Resolves when {@link readable} is true, at once if it is already. It takes no message: another receive may take it
   * first.
   *
   * @param options `timeout` in milliseconds, default `Infinity`; `signal`.
   * @throws ZMQError `EAGAIN` after the timeout, `ENOTSOCK` when the socket is or gets closed; the reason of the signal.
   * All as rejections.
   *
   * @example
   * ```ts
   * import { ZMQPair } from '@zeromq-ts/pair';
   *
   * await using pair = new ZMQPair('@inproc://news');
   * await using peer = new ZMQPair('>inproc://news');
   * console.log(pair.readable); // false
   * await peer.send('news');
   * await pair.whenReadable({ timeout: 1000 });
   * console.log(`${pair.tryReceive()}`); // news
   * ```
   */
  whenReadable(options?: WaitOptions): Promise<void>;
  whenReadable(options: WaitOptions = {}, extra?: unknown): Promise<void> {
    if (extra !== undefined) return rejectWithinBudget(extraArgumentError('whenReadable', 1, extra));
    return coreOf(this).readiness.whenReadable(options);
  }

  /** Receives messages in a `for await` loop, which ends without an error when the socket closes. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Received> {
    return new MessageIterator(this, coreOf(this)) as AsyncIterableIterator<Message> as AsyncIterableIterator<Received>;
  }

  /**
   * Receives messages in a `for await` loop that a signal can end. As the loop over the socket itself, otherwise.
   *
   * @param options `signal`: aborting it ends the loop without an error, once the message in hand has been handled. The
   * socket stays open, and messages that were not read are available to the next `receive`.
   * @throws ZMQError `EINVAL` for wrong options.
   *
   * @example
   * ```ts
   * import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
   *
   * await using tasks = new ZMQPull('inproc://tasks');
   * await using source = new ZMQPush('inproc://tasks');
   * await source.send('one');
   * const stop = new AbortController();
   * for await (const task of tasks.messages({ signal: stop.signal })) {
   *   console.log(`${task}`); // one
   *   stop.abort();
   * }
   * console.log(tasks.closed); // false
   * ```
   */
  messages(options?: MessagesOptions): AsyncIterableIterator<Received>;
  messages(options: MessagesOptions = {}, extra?: unknown): AsyncIterableIterator<Received> {
    if (extra !== undefined) throw extraArgumentError('messages', 1, extra);
    checkCallOptions('messages', options, MESSAGES_OPTION_CHECKS);
    return new MessageIterator(
      this,
      coreOf(this),
      options.signal,
    ) as AsyncIterableIterator<Message> as AsyncIterableIterator<Received>;
  }
}
