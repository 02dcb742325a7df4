import type { Outgoing, SocketCounters } from '@zeromq-ts/core/spi';
import { byteLength, keepsProcessAlive, performance } from '@zeromq-ts/core/spi';
import type { NativeError, NativePart } from './native-binding.js';
import type { NativeSocketState } from './native-socket-state.js';
import { MAX_WAIT_SLICE_MS } from './native-socket-state.js';
import { toOwnParts, toParts } from './native-parts.js';
import type { Outbound } from './outbound.js';
import { PollTimer } from './poll-timer.js';

/** The callbacks of a {@link WaitingOutbound}. */
export interface WaitingOutboundOptions {
  readonly link: NativeSocketState;
  readonly traffic: SocketCounters;
  /** Whether a message is in a pending native send has changed. */
  waiting(inHand: boolean): void;
  /** The message in hand was sent, or its time is over. */
  writable(taken: boolean): void;
  /** A message that had room was lost: the peer it was for left in the same moment. */
  lost(): void;
}

/**
 * Sending of the types that wait for room: PUSH, DEALER, REQ, PAIR.
 *
 * libzmq does not tell when there is room again, except by sending a message that waits. So the message itself is
 * taken in hand and left pending in the binding. Where nothing may be pending, sending is tried again after a few
 * milliseconds: in a worker thread, and when no call is awaited, because what is pending keeps the process alive.
 */
export class WaitingOutbound implements Outbound {
  readonly #options: WaitingOutboundOptions;
  readonly #link: NativeSocketState;
  readonly #tryAgain = new PollTimer(() => {
    // The outcome of a message that is in hand by now is reported later.
    if (this.#inHand === undefined) this.#options.writable(false);
  });
  #inHand: NativePart | NativePart[] | undefined;
  #bytes = 0;
  #deadline = Infinity;
  /** Whether the message that waits was returned, because nothing else keeps the process alive. */
  #returned = false;

  constructor(options: WaitingOutboundOptions) {
    this.#options = options;
    this.#link = options.link;
  }

  send(message: Outgoing): boolean {
    if (this.#inHand !== undefined) return false;
    if (!this.#link.socket.writable) {
      this.#link.wakeReceive();
      return false;
    }
    this.#link.socket.send(toParts(message)).catch(this.#lost);
    this.#count(byteLength(message));
    this.#tryAgain.reset();
    this.#returned = false;
    return true;
  }

  canSend(): boolean {
    if (this.#inHand !== undefined || this.#link.closed) return false;
    const { writable } = this.#link.socket;
    this.#link.wakeReceive();
    return writable;
  }

  awaitRoom(): void {
    if (this.#inHand === undefined) this.#tryAgain.schedule();
  }

  awaitWritable(next: Outgoing, timeout: number): boolean {
    if (!this.#link.mayPend || (this.#returned && !keepsProcessAlive())) {
      this.#tryAgain.schedule();
      return false;
    }
    this.#inHand = toOwnParts(next);
    this.#bytes = byteLength(next);
    this.#deadline = performance.now() + timeout;
    this.#options.waiting(true);
    this.#wait(this.#inHand);
    return true;
  }

  /** While closing, the binding retries the pending send once, and settles its promise as usual. */
  close(): void {
    this.#tryAgain.stop();
  }

  #wait(parts: NativePart | NativePart[]): void {
    const left = this.#deadline - performance.now();
    this.#link.setSendTimeout(Math.max(1, Math.ceil(Math.min(left, MAX_WAIT_SLICE_MS))));
    this.#link.sendPending = true;
    this.#link.socket.send(parts).then(this.#sent, this.#refused);
    this.#link.setSendTimeout(0);
  }

  readonly #sent = (): void => {
    this.#link.sendPending = false;
    this.#count(this.#bytes);
    this.#settle(true);
  };

  readonly #refused = (error: NativeError): void => {
    this.#link.sendPending = false;
    const again = error.code === 'EAGAIN' && performance.now() < this.#deadline && !this.#link.closed;
    if (again && this.#inHand !== undefined && keepsProcessAlive()) {
      this.#wait(this.#inHand);
      return;
    }
    this.#returned ||= again;
    this.#settle(false);
  };

  readonly #lost = (): void => {
    if (!this.#link.closed) this.#options.lost();
  };

  #settle(taken: boolean): void {
    this.#inHand = undefined;
    this.#options.waiting(false);
    this.#options.writable(taken);
  }

  #count(bytes: number): void {
    this.#options.traffic.messagesSent++;
    this.#options.traffic.bytesSent += bytes;
  }
}
