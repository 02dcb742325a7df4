import type { EngineSocket, ReadInterest } from '../engine/engine.js';
import { ZMQError } from '../errors/zmq-error.js';
import type { Message } from '../message/message.js';
import { checkCallOptions } from '../options/call-options.js';
import type { WaitOptions } from '../options/timing.js';
import { WAIT_OPTION_CHECKS } from '../options/timing.js';
import type { SendReceiveState } from '../pattern/lockstep.js';
import { onAbort } from '../events/abort-listeners.js';
import { LinkedQueue, type QueueEntry } from '../queue/linked-queue.js';
import type { SmallSet } from '../queue/small-set.js';
import { PassedOver } from '../routing/passed-over.js';
import type { ConnectionState } from './connected-peers.js';
import { rejectionForAwaiters } from '../errors/caller-stack.js';
import { timeoutError } from './errors.js';
import { keepAlive } from '../runtime/keep-alive.js';
import { RECEIVE, turnBudget } from '../turn/event-loop-budget.js';
import { clearTimeout, setTimeout } from '../runtime/timers.js';
import { rejectWithinBudget } from '../turn/within-budget.js';

interface WaitingReceive {
  readonly resolve: (message: Message | Promise<never>) => void;
  readonly reject: (error: unknown) => void;
  /** Waits until a message comes or the socket is closed. */
  readonly steady: boolean;
  /** The receives that it ends with. */
  readonly group: ReceiveGroup | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Takes the listener off the abort signal. */
  detach: (() => void) | undefined;
}

/** Waiting receives that can be ended together: those of one iteration. */
export type ReceiveGroup = SmallSet<QueueEntry<WaitingReceive>>;

/** Whether a received message is for the application. */
export type MessageFilter = (message: Message) => boolean;

/** What a receiver needs of its socket. */
export interface ReceiverHost {
  readonly engine: EngineSocket;
  readonly exchange: SendReceiveState | undefined;
  readonly receiveTimeout: number;
  /** The error of every further receive, if the socket can no longer receive. */
  refusal(): ZMQError | undefined;
  /** What is taken, and whether there will be more. */
  readonly draining: { readonly refusal: ZMQError | undefined; look(): void };
  /** What is known of the connections. */
  connectionState(): ConnectionState;
}

/** The callbacks of a {@link Receiver}. */
export interface ReceiverEvents {
  /** A message was received: sending may be possible now. */
  exchangeDelivered(): void;
  /** Called while the socket is watched: no receive is pending now. */
  receivesDone(): void;
}

/**
 * The receiving half of a socket: the queue of receives that wait for a message, first come, first served.
 *
 * A message is taken from the engine only when a call gets it in the same step, so a receive that times out or is
 * aborted has never taken one.
 */
export class Receiver {
  readonly #context: ReceiverHost;
  readonly #events: ReceiverEvents;
  readonly #waiting = new LinkedQueue<WaitingReceive>();
  /** Goes on giving messages when the turn budget says so. */
  #deferred = false;
  #steady = 0;
  #watched = false;
  /** What is taken is looked at. */
  #ending = false;
  #interest: ReadInterest = 'none';
  #filter: MessageFilter | undefined;
  /** A message that the filter accepts, found by `ready`: it is the next one. */
  #found: Message | undefined;
  readonly #passedOver = new PassedOver(() => {
    this.pump();
    if (this.#watched) this.#events.receivesDone();
  });

  constructor(context: ReceiverHost, events: ReceiverEvents) {
    this.#context = context;
    this.#events = events;
  }

  /** How many receives wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether a receive that begins now gets a message at once. */
  get ready(): boolean {
    const { engine, exchange } = this.#context;
    if (this.#waiting.length > 0 || this.#context.refusal() !== undefined) return false;
    if (exchange?.receiveRefusal() !== undefined || exchange?.mayDeliver() === false) return false;
    // Topics may have been unsubscribed since it was found.
    if (this.#found !== undefined && this.#filter?.(this.#found) === false) this.#found = undefined;
    if (this.#found !== undefined) return true;
    if (this.#filter === undefined) return engine.canReceive?.() ?? true;
    // Whether the filter accepts a message is known only when it is taken.
    if (engine.canReceive?.() !== false) this.#found = this.#wanted(this.#filter);
    return this.#found !== undefined;
  }

  /** Whether a message is there that the engine no longer has. */
  get holds(): boolean {
    return this.#found !== undefined;
  }

  /** Gives up the message that the engine no longer has. */
  drop(): Message | undefined {
    const found = this.#found;
    this.#found = undefined;
    return found;
  }

  /** Whether the arrival of messages matters although no receive waits. */
  watch(watched: boolean): void {
    this.#watched = watched;
    this.#tellInterest();
  }

  /** What may be received depends on the order of REQ and REP, which has changed. */
  orderChanged(): void {
    if (this.#watched) this.#tellInterest();
  }

  /** @param group The group that the receive is part of while it waits. */
  receive(options: WaitOptions | undefined, group?: ReceiveGroup): Promise<Message> {
    const { exchange, receiveTimeout } = this.#context;
    const refusal = this.#context.refusal() ?? outOfOrder(exchange);
    if (refusal !== undefined) return rejectWithinBudget(refusal);
    if (options === undefined) {
      if (!turnBudget.spendAlone(RECEIVE)) return this.#receiveLater(receiveTimeout, undefined, group);
      const message = this.#take();
      if (message === undefined) return this.#wait(receiveTimeout, undefined, group);
      turnBudget.answered(RECEIVE);
      return Promise.resolve(message);
    }
    try {
      checkCallOptions('receive', options, WAIT_OPTION_CHECKS);
      options.signal?.throwIfAborted();
    } catch (error) {
      return rejectWithinBudget(error);
    }
    const { timeout = receiveTimeout, signal } = options;
    if (!turnBudget.spendAlone(RECEIVE)) return this.#receiveLater(timeout, signal, group);
    const message = this.#take();
    if (message === undefined) return this.#wait(timeout, signal, group);
    turnBudget.answered(RECEIVE);
    return Promise.resolve(message);
  }

  tryReceive(): Message | undefined {
    const refusal = this.#context.refusal() ?? outOfOrder(this.#context.exchange);
    if (refusal !== undefined) throw refusal;
    turnBudget.note();
    return this.#take();
  }

  /** The socket takes nothing more from peers: receives that can get nothing are refused. */
  end(): void {
    this.#ending = true;
    this.pump();
  }

  /** Gives messages that are there to receives that wait. */
  pump(): void {
    if (!this.#deferred && this.#waiting.length > 0) this.#deliver(turnBudget.wake(RECEIVE));
  }

  /** Discards received messages that the filter does not accept. Undefined: none. */
  setFilter(filter: MessageFilter | undefined): void {
    // Topics may have been unsubscribed since it was found, which the filter that ends knows.
    if (this.#found !== undefined && this.#filter?.(this.#found) === false) this.#found = undefined;
    this.#filter = filter;
  }

  /** The next message for the application. */
  #next(): Message | undefined {
    const filter = this.#filter;
    const found = this.#found;
    if (found !== undefined) {
      this.#found = undefined;
      // Topics may have been unsubscribed since it was found.
      if (filter?.(found) !== false) return found;
    }
    return filter === undefined ? this.#context.engine.receive() : this.#wanted(filter);
  }

  /** The next message that a filter accepts, if it is not behind too many that it does not. */
  #wanted(filter: MessageFilter): Message | undefined {
    const { engine } = this.#context;
    for (let message = engine.receive(); message !== undefined; message = engine.receive()) {
      if (filter(message)) return message;
      if (!this.#passedOver.add()) return undefined;
    }
    return undefined;
  }

  readonly #goOn = (): void => {
    this.#deferred = false;
    if (this.#waiting.length > 0) this.#deliver(true);
  };

  /** @param now Whether the first message may be given now. */
  #deliver(now: boolean): void {
    const { exchange } = this.#context;
    let granted = now;
    let delivered = false;
    while (this.#waiting.length > 0 && exchange?.mayDeliver() !== false) {
      if (!granted) {
        this.#defer();
        break;
      }
      const message = this.#next();
      if (message === undefined) {
        this.#failIfDrained();
        break;
      }
      exchange?.delivered();
      delivered = true;
      turnBudget.answered(RECEIVE);
      this.#leave(this.#waiting.shift() as QueueEntry<WaitingReceive>).resolve(message);
      granted = this.#waiting.length > 0 && turnBudget.take();
    }
    this.#tellInterest();
    if (delivered && exchange !== undefined) this.#events.exchangeDelivered();
    if (this.#ending) this.#context.draining.look();
  }

  #failIfDrained(): void {
    const { refusal } = this.#context.draining;
    if (refusal !== undefined) this.fail(refusal);
  }

  #defer(): void {
    if (this.#deferred) return;
    this.#deferred = true;
    turnBudget.defer(this.#goOn);
  }

  /** Rejects receives that have become impossible because the send they follow has failed. */
  refuseOutOfOrder(): void {
    const refusal = outOfOrder(this.#context.exchange);
    if (refusal !== undefined) this.fail(refusal);
  }

  /** Rejects every receive that waits. */
  fail(error: ZMQError): void {
    while (this.#waiting.length > 0) this.#leave(this.#waiting.shift() as QueueEntry<WaitingReceive>).reject(error);
    this.#tellInterest();
  }

  /** Ends the receives of a group that still wait; they reject with `undefined`. */
  abandon(group: ReceiveGroup): void {
    for (const entry of group.members()) this.#giveUp(entry, undefined);
  }

  /** Receives when it may; without waiting, what is there now. */
  #receiveLater(timeout: number, signal: AbortSignal | undefined, group: ReceiveGroup | undefined): Promise<Message> {
    if (timeout > 0) {
      const waiting = this.#wait(timeout, signal, group);
      this.#defer();
      return waiting;
    }
    const message = this.#take();
    if (message === undefined) return turnBudget.nextTurn().then(() => this.#wait(0, undefined, undefined));
    return new Promise((resolve) => turnBudget.defer(() => resolve(message)));
  }

  #take(): Message | undefined {
    const { exchange } = this.#context;
    if (this.#waiting.length > 0 || exchange?.mayDeliver() === false) return undefined;
    const message = this.#next();
    if (message !== undefined && exchange !== undefined) {
      exchange.delivered();
      this.#events.exchangeDelivered();
    }
    if (this.#ending) this.#context.draining.look();
    return message;
  }

  #wait(timeout: number, signal: AbortSignal | undefined, group: ReceiveGroup | undefined): Promise<Message> {
    const { refusal } = this.#context.draining;
    if (refusal !== undefined) return rejectWithinBudget(refusal);
    if (timeout === 0) return rejectWithinBudget(this.#timeoutError(0));
    // No derived promise that would add the caller to the stack of a timeout: receives settle in the order of the calls.
    return new Promise((resolve, reject) => {
      const steady = timeout === Infinity && signal === undefined;
      const receive: WaitingReceive = { resolve, reject, steady, group, timer: undefined, detach: undefined };
      if (this.#waiting.length === 0) keepAlive.acquire();
      if (steady) this.#steady++;
      const entry = this.#waiting.push(receive);
      group?.add(entry);
      if (timeout !== Infinity) {
        receive.timer = setTimeout(() => this.#expire(entry, timeout), timeout);
      }
      if (signal !== undefined) receive.detach = onAbort(signal, (reason) => this.#giveUp(entry, reason));
      this.#tellInterest();
    });
  }

  #timeoutError(timeout: number): ZMQError {
    return timeoutError('No message arrived', timeout, this.#context.connectionState());
  }

  #expire(entry: QueueEntry<WaitingReceive>, timeout: number): void {
    if (!this.#waiting.remove(entry)) return;
    const error = this.#timeoutError(timeout);
    this.#leave(entry).resolve(rejectionForAwaiters(error));
    this.#tellInterest();
  }

  #giveUp(entry: QueueEntry<WaitingReceive>, reason: unknown): void {
    if (!this.#waiting.remove(entry)) return;
    this.#leave(entry).reject(reason);
    this.#tellInterest();
  }

  /** Everything that goes with leaving the queue, for an entry that has just been taken out of it. */
  #leave(entry: QueueEntry<WaitingReceive>): WaitingReceive {
    const receive = entry.value;
    if (receive.timer !== undefined) clearTimeout(receive.timer);
    receive.detach?.();
    receive.group?.delete(entry);
    if (receive.steady) this.#steady--;
    if (this.#waiting.length === 0) {
      keepAlive.release();
      if (this.#watched) this.#events.receivesDone();
    }
    return receive;
  }

  #tellInterest(): void {
    const wanted = (this.#waiting.length > 0 || this.#watched) && this.#context.exchange?.mayDeliver() !== false;
    const interest = !wanted ? 'none' : this.#steady > 0 ? 'steady' : 'brief';
    if (interest === this.#interest) return;
    this.#interest = interest;
    this.#context.engine.awaitReadable(interest);
  }
}

function outOfOrder(exchange: SendReceiveState | undefined): ZMQError | undefined {
  const reason = exchange?.receiveRefusal();
  return reason === undefined ? undefined : new ZMQError('EFSM', reason);
}
