import { ZMQError } from '../errors/zmq-error.js';
import { copySmallFrames } from '../message/copy-small-frames.js';
import type { MessageInput, Outgoing } from '../message/input.js';
import { checkReadable, toOutgoing } from '../message/input.js';
import { LinkedQueue, type QueueEntry } from '../queue/linked-queue.js';
import { timeoutError } from './errors.js';
import { SENT_LATE } from './later-results.js';
import { PeerGate, type PeerGateHost } from './peer-gate.js';
import { SendDeadlines } from './send-deadlines.js';
import type { SendLimits } from './send-limits.js';
import type { SendState } from './send-state.js';
import type { SenderEvents, SenderHost } from './sender-host.js';
import { keepAlive } from '../runtime/keep-alive.js';
import { SEND, turnBudget } from '../turn/event-loop-budget.js';
import { WaitingSend } from './waiting-send.js';
import { clearTimeout, performance, setTimeout } from '../runtime/timers.js';
import { rejectWithinBudget } from '../turn/within-budget.js';

const SENT = Promise.resolve(true);
const IGNORED = Promise.resolve(false);
const NO_ROOM = 'There was no room to send';
const OUT_OF_TURN = 'It was not the turn of this socket to send';

/**
 * How long an engine may have a message in hand whose send can be given up at any moment, in milliseconds: until then it
 * is not known whether the message will be sent.
 */
const IN_HAND_SLICE_MS = 20;

/**
 * The sending half of a socket: the queue of sends that wait for room.
 *
 * A send goes to the engine at once when nothing waits before it; otherwise it waits its turn, so that messages
 * leave in the order of the calls.
 */
export class Sender {
  readonly #context: SenderHost;
  readonly #events: SenderEvents;
  /** Whether messages have one frame. */
  readonly #singleFrame: boolean;
  readonly #waiting = new LinkedQueue<WaitingSend>();
  /** Continues with the waiting sends when the turn budget allows it. */
  #deferred = false;
  readonly #deadlines: SendDeadlines;
  /** The number of waiting sends that the program awaits. */
  #awaited = 0;
  /** The number of waiting sends whose turn has not come (REQ, REP). */
  #notBegun = 0;
  #inHand = false;
  /** Why the message in hand is rejected if the engine, which is closing, has not sent it. */
  #ending: ZMQError | undefined;
  #drained: (() => void)[] = [];

  constructor(context: SenderHost, events: SenderEvents) {
    this.#context = context;
    this.#events = events;
    this.#singleFrame = context.definition.multipart === false;
    this.#deadlines = new SendDeadlines(this.#waiting, {
      inHand: () => this.#inHand,
      expireFirst: () => this.#expire(),
      expire: (entry) => {
        this.#waiting.remove(entry);
        this.#reject(entry.value, this.#timeoutOf(entry.value), false);
      },
    });
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** How many of them wait for room, and not for their turn. */
  get begun(): number {
    return this.#waiting.length - this.#notBegun;
  }

  /** How many of the sends that wait the program waits for: those hold the process. */
  get awaited(): number {
    return this.#awaited;
  }

  get state(): SendState {
    const { exchange, engine } = this.#context;
    if (this.#context.refusal() !== undefined) return 'closed';
    if (exchange?.maySend?.() === false) return 'out-of-turn';
    return this.#waiting.length > 0 || engine.canSend?.() === false || this.#context.gate?.open === false
      ? 'full'
      : 'ready';
  }

  /** @param limits Those of this send alone, instead of the option `sendTimeout`. */
  send(input: MessageInput, limits?: SendLimits): Promise<boolean> {
    const { exchange, engine, sendTimeout, copyFramesUpToBytes } = this.#context;
    const refusal = this.#context.refusal();
    if (refusal !== undefined) return rejectWithinBudget(refusal);
    let message: Outgoing;
    try {
      message = toOutgoing(input);
      if (this.#singleFrame) this.#assertSingleFrame(message);
      if (copyFramesUpToBytes > 0) message = copySmallFrames(message, copyFramesUpToBytes);
    } catch (error) {
      return rejectWithinBudget(error);
    }
    try {
      if (exchange !== undefined && (this.#notBegun > 0 || !exchange.beginSend())) {
        if (this.#notBegun > 0 || exchange.waits === true) return this.#awaitTurn(message, limits);
        this.#events.ignored(exchange.sendExpectation);
        return turnBudget.spend() ? IGNORED : turnBudget.nextTurn().then(() => IGNORED);
      }
      // The message is sent now in any case; the caller may have to wait for others, or for a later turn.
      const now = turnBudget.spendAlone(SEND);
      if (this.#waiting.length === 0 && engine.send(message)) {
        if (exchange !== undefined) this.#events.exchangeAdvanced();
        if (!now) return SENT_LATE;
        turnBudget.answered(SEND);
        return SENT;
      }
    } catch (error) {
      this.#failExchange();
      return rejectWithinBudget(error);
    }
    if ((limits?.timeout ?? sendTimeout) === 0) {
      this.#failExchange();
      return rejectWithinBudget(this.#timeoutError(0));
    }
    return this.#enqueue(message, limits, true);
  }

  trySend(input: MessageInput): boolean {
    const { exchange, engine, copyFramesUpToBytes } = this.#context;
    const refusal = this.#context.refusal();
    if (refusal !== undefined) throw refusal;
    let message = toOutgoing(input);
    if (this.#singleFrame) this.#assertSingleFrame(message);
    if (copyFramesUpToBytes > 0) message = copySmallFrames(message, copyFramesUpToBytes);
    if (exchange !== undefined && (this.#notBegun > 0 || !exchange.beginSend())) {
      if (this.#notBegun === 0 && exchange.waits !== true) this.#events.ignored(exchange.sendExpectation);
      return false;
    }
    turnBudget.note();
    let sent = false;
    try {
      sent = this.#waiting.length === 0 && engine.send(message);
    } finally {
      if (!sent) this.#failExchange();
    }
    if (exchange !== undefined && sent) this.#events.exchangeAdvanced();
    return sent;
  }

  /** What holds sends back for a first peer, with the option `peerTimeout`. */
  gateOf(host: PeerGateHost, timeout: number): PeerGate | undefined {
    return new PeerGate(host, timeout);
  }

  /** The engine may have room again; `taken`: it has sent the message that it had in hand. */
  writable(taken: boolean): void {
    this.#inHand = false;
    if (this.#ending !== undefined) return this.#settleFirst(taken ? undefined : this.#ending, true);
    if (taken) this.#settleFirst(undefined);
    else if (this.#waiting.peek()?.abandoned !== undefined) this.#rejectAbandoned();
    else this.#expire();
    if (!this.#deferred && this.#waiting.length > 0) this.#flush(turnBudget.wake(SEND));
  }

  /** It may be the turn of a send that waits (REQ, REP). */
  turnChanged(): void {
    if (this.#notBegun > 0 && !this.#inHand && !this.#deferred) this.#flush(turnBudget.wake(SEND));
  }

  /** Rejects the sends that wait for their turn, which will not come. */
  failNotBegun(error: ZMQError): void {
    if (this.#notBegun === 0) return;
    for (const entry of [...this.#waiting].filter(({ value }) => !value.begun)) {
      this.#waiting.remove(entry);
      this.#reject(entry.value, error, true);
    }
  }

  /** Resolves when no send is waiting, or after this many milliseconds. */
  async drained(within: number): Promise<void> {
    if (this.#waiting.length === 0) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#drained.push(resolve);
      if (within !== Infinity) timer = setTimeout(resolve, within);
    });
    clearTimeout(timer);
  }

  /**
   * Rejects every send that waits.
   *
   * @param noted Whether it is no error of the program to take no notice: it has closed the socket itself, and knows that
   * linger is limited.
   */
  fail(error: ZMQError, noted = false): void {
    this.#inHand = false;
    while (this.#waiting.length > 0) this.#settleFirst(error, noted);
  }

  /**
   * The engine is about to close. Rejects every send that waits, except for the message that the engine has in hand: that
   * one may leave at this moment, and `writable` tells whether it has.
   */
  end(error: ZMQError): void {
    const inHand = this.#inHand ? this.#waiting.shift()?.value : undefined;
    this.fail(error, true);
    if (inHand === undefined) return;
    this.#ending = error;
    this.#inHand = true;
    this.#waiting.push(inHand);
  }

  #assertSingleFrame(message: Outgoing): void {
    if (typeof message === 'string' || message instanceof Uint8Array || message.length === 1) return;
    const { className } = this.#context.definition;
    throw new ZMQError('EINVAL', `A message of a ${className} has one frame, and this one has ${message.length}.`);
  }

  /** It is not the turn of a send, or other sends wait for theirs before it. */
  #awaitTurn(message: Outgoing, limits: SendLimits | undefined): Promise<boolean> {
    if ((limits?.timeout ?? this.#context.sendTimeout) === 0)
      return rejectWithinBudget(this.#timeoutError(0, OUT_OF_TURN));
    return this.#enqueue(message, limits, false);
  }

  #enqueue(message: Outgoing, limits: SendLimits | undefined, begun: boolean): Promise<boolean> {
    const timeout = limits === undefined ? this.#context.sendTimeout : Infinity;
    const waiting = new WaitingSend(message, timeout, limits, this.#onAwaited);
    const entry = this.#waiting.push(waiting);
    if (!begun) {
      waiting.begun = false;
      this.#notBegun++;
    }
    if (limits !== undefined) {
      limits.watch(
        () => this.#giveUp(entry),
        (reason) => this.#giveUp(entry, { reason }),
      );
    }
    this.#deadlines.joined(waiting);
    if (this.#waiting.length === 1) {
      if (begun) this.#awaitRoom();
      else this.#deadlines.watch();
    } else if (limits === undefined) {
      this.#deadlines.watchJoined();
    }
    return waiting;
  }

  /**
   * Ends a send that has limits of its own.
   *
   * @param aborted The reason of its signal; absent: its time is over.
   */
  #giveUp(entry: QueueEntry<WaitingSend>, aborted?: { readonly reason: unknown }): void {
    const waiting = entry.value;
    const isFirst = waiting === this.#waiting.peek();
    if (isFirst && this.#inHand) {
      waiting.abandoned ??= aborted ?? { reason: this.#timeoutOf(waiting) };
      return;
    }
    // It may have waited for a turn of the event loop, not for room.
    const outcome = aborted === undefined && isFirst ? this.#lastTry(waiting) : undefined;
    if (!this.#waiting.remove(entry)) return;
    if (outcome !== undefined) this.#settle(waiting, outcome, false);
    else this.#reject(waiting, aborted === undefined ? this.#timeoutOf(waiting) : aborted.reason, false);
    // What comes next may not need the room that this one waited for. Later, because it may have the same signal.
    if (isFirst && this.#waiting.length > 0) this.#defer();
  }

  readonly #onAwaited = (): void => {
    if (this.#awaited++ === 0) keepAlive.acquire();
  };

  /**
   * Hands over waiting messages, as long as the engine accepts them.
   *
   * @param now Whether the first may be sent now.
   */
  #flush(now: boolean): void {
    let granted = now;
    while (!this.#inHand) {
      const first = this.#waiting.peek();
      if (first === undefined) break;
      if (!granted) {
        this.#defer();
        break;
      }
      try {
        if (!this.#begin(first)) break;
        if (!this.#offer(first.message)) return this.#awaitRoom();
        if (first.awaited) turnBudget.answered(SEND);
        this.#settleFirst(undefined);
      } catch (error) {
        this.#settleFirst(error);
      }
      granted = this.#waiting.length > 0 && (first.awaited ? turnBudget.take() : turnBudget.spend());
    }
    this.#deadlines.watch();
  }

  /** @returns whether it is the turn of a send that waits. */
  #begin(waiting: WaitingSend): boolean {
    if (waiting.begun) return true;
    if (this.#context.exchange?.beginSend() === false) return false;
    waiting.begun = true;
    this.#notBegun--;
    return true;
  }

  /** Sends a message that has waited: what it consists of may have gone meanwhile. */
  #offer(message: Outgoing): boolean {
    return this.#context.engine.send(checkReadable(message));
  }

  /** There is no room now for the first that waits. */
  #awaitRoom(): void {
    const first = this.#waiting.peek() as WaitingSend;
    const { engine } = this.#context;
    const left = first.limits === undefined ? first.deadline - performance.now() : IN_HAND_SLICE_MS;
    this.#inHand = engine.awaitWritable(first.message, Math.max(0, left));
    this.#deadlines.watch();
  }

  #defer(): void {
    if (this.#deferred) return;
    this.#deferred = true;
    turnBudget.defer(this.#goOn);
  }

  readonly #goOn = (): void => {
    this.#deferred = false;
    this.#flush(true);
  };

  #settleFirst(error: unknown, noted = false): void {
    const first = this.#waiting.shift();
    if (first !== undefined) this.#settle(first.value, error, noted);
  }

  /** Settles a send that has left the queue; without an error, its message was sent. */
  #settle(waiting: WaitingSend, error: unknown, noted: boolean): void {
    if (error !== undefined && error !== null) {
      const { abandoned } = waiting;
      return this.#reject(waiting, abandoned === undefined ? error : abandoned.reason, noted);
    }
    this.#left(waiting);
    if (this.#context.exchange !== undefined) this.#events.exchangeAdvanced();
    waiting.sent();
  }

  /** The engine has returned the message of a send that was given up meanwhile. */
  #rejectAbandoned(): void {
    const first = this.#waiting.shift()?.value;
    if (first !== undefined) this.#reject(first, first.abandoned?.reason, false);
  }

  /** @param reason May be anything: the reason of a signal. */
  #reject(waiting: WaitingSend, reason: unknown, noted: boolean): void {
    this.#left(waiting);
    if (waiting.begun) this.#failExchange();
    waiting.failed(reason, noted);
  }

  #left(waiting: WaitingSend): void {
    if (waiting.awaited && --this.#awaited === 0) keepAlive.release();
    waiting.limits?.release();
    if (!waiting.begun) this.#notBegun--;
    if (this.#waiting.length > 0) return;
    this.#deadlines.reset();
    this.#events.sendsDone();
    for (const resolve of this.#drained.splice(0)) resolve();
  }

  /** Why a send is given up that has waited as long as it may. */
  #timeoutError(timeout: number, what = NO_ROOM): ZMQError {
    return timeoutError(what, timeout, this.#context.connectionState());
  }

  #timeoutOf({ limits, timeout, begun }: WaitingSend): ZMQError {
    return this.#timeoutError(limits?.timeout ?? timeout, begun ? NO_ROOM : OUT_OF_TURN);
  }

  #expire(): void {
    for (;;) {
      const first = this.#waiting.peek();
      if (first === undefined || first.deadline > performance.now()) return;
      // It may have waited for a turn of the event loop, not for room.
      const outcome = this.#lastTry(first);
      this.#settleFirst(outcome === undefined ? this.#timeoutOf(first) : outcome);
    }
  }

  /** Sends a message whose time is over, if there is room after all; `null` when it was sent. */
  #lastTry(waiting: WaitingSend): unknown {
    try {
      return this.#begin(waiting) && this.#offer(waiting.message) ? null : undefined;
    } catch (error) {
      return error;
    }
  }

  #failExchange(): void {
    // Another send that waits is under way.
    if (this.#context.exchange === undefined || this.begun > 0) return;
    this.#context.exchange.failSend();
    this.#events.exchangeFailed();
  }
}
