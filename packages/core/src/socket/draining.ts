import type { EngineSocket } from '../engine/engine.js';
import { ZMQError } from '../errors/zmq-error.js';
import { checkCallOptions } from '../options/call-options.js';
import type { DrainOptions } from '../options/drain-options.js';
import { DEFAULT_DRAIN_TIMEOUT_MS, DRAIN_OPTION_CHECKS } from '../options/drain-options.js';
import type { WaitOptions } from '../options/timing.js';
import type { SendReceiveState } from '../pattern/lockstep.js';
import type { SocketTypeDefinition } from '../pattern/socket-type.js';
import { setImmediate } from '../runtime/timers.js';
import { drainedError, drainingError } from './errors.js';
import type { Receiver } from './receiver.js';
import { rejectWithinBudget } from '../turn/within-budget.js';

/** What draining needs of a socket. */
export interface DrainingHost {
  readonly definition: SocketTypeDefinition;
  readonly engine: EngineSocket;
  readonly exchange: SendReceiveState | undefined;
  readonly receiver: Receiver;
  readonly closed: boolean;
  waitFor(condition: () => boolean, what: string, options: WaitOptions): Promise<void>;
  close(): Promise<void>;
}

/**
 * What a socket has taken and not finished: messages that have arrived, those that a `for await` loop has in hand, and
 * the reply that a REP owes, or a REQ waits for.
 *
 * ```
 *   open ──drain──> nothing more is read from peers ──all is finished, or time is over──> close
 *   open ──close──> a reply that a loop has in hand is waited for, within linger ──────> closed
 * ```
 */
export class Draining {
  readonly #host: DrainingHost;
  readonly #check: () => void;
  /** Loops that have got a message, and have not asked for the next one. */
  #loops = 0;
  #done: Promise<void> | undefined;
  /** The engine reads nothing more from peers. */
  #stopped = false;
  #watched = false;
  /** Its time is over. */
  #over = false;

  /** @param check Looks at all conditions that are waited for. */
  constructor(host: DrainingHost, check: () => void) {
    this.#host = host;
    this.#check = check;
  }

  /** Whether the socket is on its way to its end. */
  get begun(): boolean {
    return this.#done !== undefined;
  }

  /** The error of a receive that can get nothing more, if that is so. */
  get refusal(): ZMQError | undefined {
    const { engine, receiver } = this.#host;
    if (this.#done === undefined || engine.exhausted !== true || receiver.holds) return undefined;
    return drainedError(this.#host.definition.className);
  }

  /** A loop has got a message. */
  taken(): void {
    this.#loops++;
  }

  /** A loop has done what it does with a message. */
  finished(): void {
    this.#loops--;
    this.look();
  }

  /** Something may be finished. It is looked at when the turn of the event loop is over: then the next message is taken. */
  look(): void {
    if (this.#watched) setImmediate(this.#check);
  }

  /** @see ZMQSocket.drain */
  begin(options: DrainOptions): Promise<void> {
    try {
      checkCallOptions('drain', options, DRAIN_OPTION_CHECKS);
      options.signal?.throwIfAborted();
    } catch (error) {
      return rejectWithinBudget(error);
    }
    if (this.#host.closed) return this.#host.close();
    this.#done ??= this.#drain(options);
    return this.#done;
  }

  /** @throws ZMQError `ENOTSOCK` when nothing new may be begun. */
  assertNotBegun(): void {
    if (this.begun && !this.#host.closed) throw drainingError(this.#host.definition.className);
  }

  /** Waits until a loop that has a request in hand has sent the reply to it; `undefined` if there is none. */
  replied(linger: number): Promise<void> | undefined {
    const { exchange, definition } = this.#host;
    const replied = (): boolean => exchange?.pending !== true || this.#loops === 0;
    if (definition.lockstep !== 'receive-first' || linger === 0 || this.#over || replied()) return undefined;
    this.#watched = true;
    return this.#host.waitFor(replied, 'No reply was sent', { timeout: linger }).catch(() => {});
  }

  async #drain({ timeout = DEFAULT_DRAIN_TIMEOUT_MS, signal }: DrainOptions): Promise<void> {
    const host = this.#host;
    const { receives, lockstep } = host.definition;
    // The reply to the last request of a REQ is still to come.
    if (receives && lockstep !== 'send-first') {
      host.engine.stopReceiving?.();
      this.#stopped = host.engine.stopReceiving !== undefined;
    }
    this.#watched = true;
    // What was taken in this turn is in the hands of a loop when it is over.
    await new Promise<void>((resolve) => setImmediate(resolve));
    host.receiver.end();
    try {
      await host.waitFor(() => this.#left().length === 0, 'Not drained', { timeout, signal });
    } catch (error) {
      if (!host.closed) {
        const left = this.#left();
        this.#over = true;
        await host.close();
        throw signal?.aborted === true ? error : unfinished(host.definition.className, timeout, left);
      }
    }
    const { refusal } = this;
    if (refusal !== undefined) host.receiver.fail(refusal);
    await host.close();
  }

  /** What is not finished, as text. */
  #left(): readonly string[] {
    const { engine, exchange, definition, receiver } = this.#host;
    const left: string[] = [];
    if (receiver.holds || (this.#stopped && engine.exhausted === false))
      left.push('messages that have arrived were not received');
    if (this.#loops === 1) left.push('a message is being handled');
    if (this.#loops > 1) left.push(`${this.#loops} messages are being handled`);
    if (exchange?.pending === true) {
      left.push(definition.lockstep === 'send-first' ? 'a reply has not come' : 'a reply was not sent');
    }
    return left;
  }
}

function unfinished(className: string, timeout: number, left: readonly string[]): ZMQError {
  return new ZMQError(
    'EAGAIN',
    `This ${className} was closed before it was drained, after ${timeout} ms: ${left.join(', ')}.`,
  );
}
