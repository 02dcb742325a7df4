import { type Message, ZMQError } from '@zeromq-ts/core';
import { turnBudget } from '@zeromq-ts/core/spi';
import type { Capture } from './capture.js';
import type { Destination, ProxyDirection, Source } from './proxy-socket.js';
import type { ProxyDropReason, SideCounters } from './proxy-stats.js';
import { messagesOf, type Transform } from './transform.js';

/** A send of these that cannot be sent now is ignored, which is an event of the socket: it is tried once. */
const LOCKSTEP: ReadonlySet<string> = new Set(['REQ', 'REP']);

/** What a relay needs from its proxy. */
export interface RelayHost {
  readonly capture: Capture | undefined;
  readonly transform: Transform | undefined;
  dropped(reason: ProxyDropReason): void;
  failed(error: unknown, direction: ProxyDirection): void;
}

/**
 * One direction of a proxy: receives from one socket and sends to the other, one message after the other. It reads the
 * next message when the last one has been queued for a peer, so the marks of both sockets bound the memory.
 *
 * ```
 *   idle ── start ──> reading <──> sending ── halt ──> idle
 * ```
 */
export class Relay {
  readonly #from: Source;
  readonly #to: Destination;
  readonly #direction: ProxyDirection;
  readonly #counters: { readonly from: SideCounters; readonly to: SideCounters };
  readonly #host: RelayHost;
  /** Ends the receive that waits; a new one for each start. */
  #reading = new AbortController();
  #loop: Promise<unknown> = Promise.resolve();
  /** A message has been received, and is not in the queue of the destination yet. */
  #inHand = false;
  /** Those that wait for the message in hand to be in the queue of the destination. */
  #waiting: (() => void)[] = [];

  constructor(
    from: Source,
    to: Destination,
    direction: ProxyDirection,
    counters: { readonly from: SideCounters; readonly to: SideCounters },
    host: RelayHost,
  ) {
    this.#from = from;
    this.#to = to;
    this.#direction = direction;
    this.#counters = counters;
    this.#host = host;
  }

  /**
   * Starts reading, after what an earlier start may still have in hand.
   *
   * @returns `true` when one of the sockets has closed, `false` after {@link halt}.
   */
  start(): Promise<boolean> {
    const reading = new AbortController();
    this.#reading = reading;
    const loop = this.#loop.then(() => this.#run(reading.signal));
    this.#loop = loop.catch(() => {});
    return loop;
  }

  /** Stops reading. Resolves when reading has stopped and all messages read are in the queue of the destination. */
  halt(): Promise<void> {
    this.#reading.abort();
    return this.#inHand ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve();
  }

  async #run(signal: AbortSignal): Promise<boolean> {
    try {
      while (!signal.aborted) {
        const message = this.#from.tryReceive() ?? (await this.#from.receive({ signal, timeout: Infinity }));
        this.#inHand = true;
        this.#counters.from.received(message.length, message.size);
        this.#captured(message);
        if (!this.#sentAtOnce(message)) await this.#relay(message);
        else if (turnBudget.over) await turnBudget.nextTurn();
      }
      return false;
    } catch (error) {
      if (signal.aborted) return false;
      if ((this.#from.closed || this.#to.closed) && isClosed(error)) return true;
      throw error;
    } finally {
      this.#handedOver();
    }
  }

  /** Forwards a message without waiting, if that is possible: most are, and it costs no promise. */
  #sentAtOnce(message: Message): boolean {
    const to = this.#to;
    if (this.#host.transform !== undefined || to.trySend === undefined || LOCKSTEP.has(to.type)) return false;
    try {
      if (!to.trySend(message)) return false;
      this.#counters.to.sent(message.length, message.size);
    } catch (error) {
      if (to.closed && isClosed(error)) throw error;
      this.#drop(error);
    }
    this.#handedOver();
    return true;
  }

  async #relay(message: Message): Promise<void> {
    const { transform } = this.#host;
    if (transform === undefined) {
      const sending = this.#send(message);
      this.#handedOver();
      return sending;
    }
    // All of them at once, so that all are in the queue before a halt resolves.
    const sending = (await this.#transformed(message, transform)).map((each) => this.#send(each));
    this.#handedOver();
    await Promise.all(sending);
  }

  #handedOver(): void {
    this.#inHand = false;
    if (this.#waiting.length > 0) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #captured(message: Message): void {
    const { capture } = this.#host;
    if (capture === undefined) return;
    try {
      if (!capture(message, this.#direction)) this.#host.dropped('capture');
    } catch (error) {
      this.#host.dropped('capture');
      this.#host.failed(error, this.#direction);
    }
  }

  async #transformed(message: Message, transform: Transform): Promise<readonly Message[]> {
    try {
      const messages = messagesOf(await transform(message, this.#direction));
      if (messages.length === 0) this.#host.dropped('transform');
      return messages;
    } catch (error) {
      this.#drop(error);
      return [];
    }
  }

  async #send(message: Message): Promise<void> {
    try {
      if (!(await this.#to.send(message))) {
        throw new ZMQError('EFSM', `The ${this.#to.type} of this proxy cannot send now: it is not its turn.`);
      }
      this.#counters.to.sent(message.length, message.size);
    } catch (error) {
      // One message that cannot be sent costs one message. A socket that has closed ends the proxy.
      if (this.#to.closed && isClosed(error)) throw error;
      this.#drop(error);
    }
  }

  #drop(error: unknown): void {
    this.#host.dropped('error');
    this.#host.failed(error, this.#direction);
  }
}

export function isClosed(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null)?.code === 'ENOTSOCK';
}
