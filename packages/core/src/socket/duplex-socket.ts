import type { Message } from '../message/message.js';
import type { WaitOptions } from '../options/timing.js';
import { MessageIterator } from './message-iterator.js';
import { SendSocket } from './send-socket.js';

/** A socket that sends and receives. */
export abstract class DuplexSocket extends SendSocket implements AsyncIterable<Message> {
  /**
   * Receives the next message. Concurrent calls are served first come, first served; one that times out or is aborted
   * never takes a message with it.
   *
   * @param options `timeout` in milliseconds, default: the option `receiveTimeout`; `signal`.
   * @throws ZMQError `EAGAIN` after the timeout, `EFSM` at once when it is out of order (REQ, REP), `ENOTSOCK` when the
   * socket is or gets closed; the reason of the signal. All as rejections.
   */
  receive(options?: WaitOptions): Promise<Message> {
    return this.core.receiver.receive(options);
  }

  /**
   * Takes a message if one is there.
   *
   * @throws ZMQError `EFSM` when it is out of order (REQ, REP), `ENOTSOCK` on a closed socket.
   */
  tryReceive(): Message | undefined {
    return this.core.receiver.tryReceive();
  }

  /** Receives in a `for await` loop, which ends quietly when the socket closes. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Message> {
    return new MessageIterator(this, this.core);
  }
}
