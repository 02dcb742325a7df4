import type { EngineSocket, ReadInterest } from '../engine/engine.js';
import { ZMQError } from '../errors/zmq-error.js';
import type { Message } from '../message/message.js';
import type { WaitOptions } from '../options/timing.js';
import { checkWaitOptions } from '../options/timing.js';
import type { Exchange } from '../pattern/exchange.js';
import { RingQueue } from '../queue/ring-queue.js';
import { timeoutError } from './errors.js';
import { processHold } from '../life/process-hold.js';
import { TurnBudget } from './turn-budget.js';

interface WaitingReceive {
  readonly resolve: (message: Message) => void;
  readonly reject: (error: unknown) => void;
  /** Waits until a message comes or the socket is closed. */
  readonly steady: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Takes the listener off the abort signal. */
  detach: (() => void) | undefined;
}

/** What a receiver needs of its socket. */
export interface ReceiverContext {
  readonly engine: EngineSocket;
  readonly exchange: Exchange | undefined;
  readonly receiveTimeout: number;
  /** Why nothing can be received any more, if so. */
  refusal(): ZMQError | undefined;
}

/**
 * The receiving half of a socket: the queue of receives that wait for a message, first come, first served.
 *
 * A message is taken from the engine only when somebody gets it in the same step, so a receive that times out or is
 * aborted has never taken one.
 */
export class Receiver {
  readonly #context: ReceiverContext;
  readonly #waiting = new RingQueue<WaitingReceive>();
  readonly #budget = new TurnBudget(() => this.pump());
  #steady = 0;
  #interest: ReadInterest = 'none';

  constructor(context: ReceiverContext) {
    this.#context = context;
  }

  receive(options: WaitOptions | undefined): Promise<Message> {
    const { exchange, receiveTimeout } = this.#context;
    const refusal = this.#context.refusal() ?? outOfOrder(exchange);
    if (refusal !== undefined) return Promise.reject(refusal);
    if (options === undefined) {
      const message = this.#takeAtOnce(receiveTimeout);
      if (message !== undefined) return Promise.resolve(message);
      return this.#wait(receiveTimeout, undefined);
    }
    try {
      checkWaitOptions(options);
      options.signal?.throwIfAborted();
    } catch (error) {
      return Promise.reject(error);
    }
    const timeout = options.timeout ?? receiveTimeout;
    const message = this.#takeAtOnce(timeout);
    if (message !== undefined) return Promise.resolve(message);
    return this.#wait(timeout, options.signal);
  }

  tryReceive(): Message | undefined {
    const { exchange, engine } = this.#context;
    const refusal = this.#context.refusal() ?? outOfOrder(exchange);
    if (refusal !== undefined) throw refusal;
    if (this.#waiting.length > 0 || exchange?.mayDeliver() === false) return undefined;
    const message = engine.receive();
    if (message !== undefined) exchange?.delivered();
    return message;
  }

  /** Gives messages that are there to receives that wait. */
  pump(): void {
    const { engine, exchange } = this.#context;
    while (this.#waiting.length > 0 && exchange?.mayDeliver() !== false && this.#budget.spend()) {
      const message = engine.receive();
      if (message === undefined) break;
      exchange?.delivered();
      this.#leave(this.#waiting.shift() as WaitingReceive).resolve(message);
    }
    this.#tellInterest();
  }

  /** Rejects receives that have become impossible because the send they follow has failed. */
  refuseOutOfOrder(): void {
    const refusal = outOfOrder(this.#context.exchange);
    if (refusal !== undefined) this.fail(refusal);
  }

  /** Rejects every receive that waits. */
  fail(error: ZMQError): void {
    while (this.#waiting.length > 0) this.#leave(this.#waiting.shift() as WaitingReceive).reject(error);
    this.#tellInterest();
  }

  #takeAtOnce(timeout: number): Message | undefined {
    const { exchange, engine } = this.#context;
    if (this.#waiting.length > 0 || exchange?.mayDeliver() === false) return undefined;
    // Who does not wait at all cannot wait for the next turn either.
    if (!this.#budget.spend() && timeout > 0) return undefined;
    const message = engine.receive();
    if (message !== undefined) exchange?.delivered();
    return message;
  }

  #wait(timeout: number, signal: AbortSignal | undefined): Promise<Message> {
    if (timeout === 0) return Promise.reject(timeoutError('No message arrived', 0));
    return new Promise((resolve, reject) => {
      const steady = timeout === Infinity && signal === undefined;
      const entry: WaitingReceive = { resolve, reject, steady, timer: undefined, detach: undefined };
      if (this.#waiting.length === 0) processHold.take();
      if (steady) this.#steady++;
      this.#waiting.push(entry);
      if (timeout !== Infinity) {
        entry.timer = setTimeout(() => this.#giveUp(entry, timeoutError('No message arrived', timeout)), timeout);
      }
      if (signal !== undefined) this.#listen(entry, signal);
      this.#tellInterest();
    });
  }

  #listen(entry: WaitingReceive, signal: AbortSignal): void {
    const abort = (): void => this.#giveUp(entry, signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    entry.detach = () => signal.removeEventListener('abort', abort);
  }

  #giveUp(entry: WaitingReceive, reason: unknown): void {
    if (!this.#waiting.remove(entry)) return;
    this.#leave(entry).reject(reason);
    this.#tellInterest();
  }

  /** Everything that goes with leaving the queue, for an entry that has just been taken out of it. */
  #leave(entry: WaitingReceive): WaitingReceive {
    if (entry.timer !== undefined) clearTimeout(entry.timer);
    entry.detach?.();
    if (entry.steady) this.#steady--;
    if (this.#waiting.length === 0) processHold.release();
    return entry;
  }

  #tellInterest(): void {
    const wanted = this.#waiting.length > 0 && this.#context.exchange?.mayDeliver() !== false;
    const interest = !wanted ? 'none' : this.#steady > 0 ? 'steady' : 'brief';
    if (interest === this.#interest) return;
    this.#interest = interest;
    this.#context.engine.awaitReadable(interest);
  }
}

function outOfOrder(exchange: Exchange | undefined): ZMQError | undefined {
  const reason = exchange?.receiveRefusal();
  return reason === undefined ? undefined : new ZMQError('EFSM', reason);
}
