import { ZMQError } from '@zeromq-ts/core/spi';
import type { NativeSocket } from './native-binding.js';
import { OPTIONS } from './libzmq-numbers.js';
import { inWorkerThread } from './worker-thread.js';

/**
 * The native socket together with what is pending on it, for the two directions that share it.
 *
 * A pending native operation holds the process and cannot be taken back: it ends when it can be carried out, when its
 * timeout is over, or when the socket is closed. And it can oversleep: libzmq's file descriptor is edge triggered
 * (zmq_getsockopt(3), ZMQ_FD), and whatever looks into the socket meanwhile — `readable`, `writable`, a bind, a
 * connect — takes the edge away from the binding's poller. `wake` makes the poller look again; that every operation
 * is pending for at most {@link MAX_WAIT_SLICE_MS} catches the rest.
 */
export class NativeSocketState {
  readonly socket: NativeSocket;
  /** Whether an operation may be left pending: not where the thread can end under it. */
  readonly mayPend = !inWorkerThread();
  receivePending = false;
  sendPending = false;
  closed = false;
  #receiveTimeout = -1;
  readonly #className: string;
  #sendTimeout = -1;

  constructor(socket: NativeSocket, className: string) {
    this.socket = socket;
    this.#className = className;
    this.setSendTimeout(0);
  }

  /** @throws ZMQError `ENOTSOCK` on a closed socket. */
  assertOpen(): void {
    if (!this.closed) return;
    throw new ZMQError('ENOTSOCK', `This ${this.#className} is closed. Create another one.`);
  }

  /** For the next native receive. 0: it is done when it returns. */
  setReceiveTimeout(milliseconds: number): void {
    if (this.#receiveTimeout === milliseconds) return;
    this.#receiveTimeout = milliseconds;
    this.socket.setInt32Option(OPTIONS.RCVTIMEO, milliseconds);
  }

  /** For the next native send. 0: it is done when it returns. */
  setSendTimeout(milliseconds: number): void {
    if (this.#sendTimeout === milliseconds) return;
    this.#sendTimeout = milliseconds;
    this.socket.setInt32Option(OPTIONS.SNDTIMEO, milliseconds);
  }

  /** Makes a pending receive look whether it can be carried out by now. */
  wakeReceive(): void {
    if (!this.receivePending || this.sendPending || this.closed) return;
    // A message of no parts is not sent at all, but after every send the binding looks at its pending receive.
    this.socket.send([]).catch(() => {});
  }
}

/** The longest that one native operation is pending, in milliseconds; it is then begun again if it is still wanted. */
export const MAX_WAIT_SLICE_MS = 1000;
