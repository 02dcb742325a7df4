import { RingQueue } from '../queue/ring-queue.js';
import { sharedSlot } from '../registry/shared-slot.js';
import { nextTick, performance, queueMicrotask, setImmediate } from '../runtime/timers.js';

/** How long operations may be answered at once in one turn of the event loop, in milliseconds. */
const MAX_SLICE_MS = 0.5;

/** The most operations between two looks at the clock. A look costs as much as half an operation. */
const MAX_STRIDE = 16;
/**
 * When a slice is used up by at most 32 operations, the work between them is slow. That holds however many operations a
 * program calls for each unit of its work.
 */
const MAX_SLOW_OPERATIONS = 2 * MAX_STRIDE;
/** After slow work, this many readings without any let the stride grow again. */
const CALM_LOOKS = 1000;
/** The maximum number of waiting operations that are resumed before the clock is read. */
const MAX_ROUND = 16;
/** The same for synchronous operations, which are faster, and which nothing waits for but what was sent before. */
const MAX_SYNC_STRIDE = 64;

/**
 * Operations that their callers await are answered one after the other, sends apart from receives: a loop that sends and one
 * that receives do not have to wait for each other at every answer.
 */
export const RECEIVE = 1;
export const SEND = 2;
export type Operation = typeof RECEIVE | typeof SEND;

// As they are now, whatever a test gives to the other modules: the sockets of the process share this budget.
const clock = performance;
const nextTurnOfTheLoop = setImmediate;
const afterMicrotasks = nextTick ?? queueMicrotask;
const SETTLED = Promise.resolve();

/**
 * Shares the event loop between the sockets of this thread and everything else: timers, I/O, other callbacks.
 *
 * An `await` of a promise that is already settled never leaves the microtask queue, so a loop over a busy socket would
 * keep the event loop from turning, and what was sent from being written. So every operation of every socket counts
 * here. When operations have been answered at once for half a millisecond, the turn is over: those that follow settle
 * in a later turn, in the order of the calls to `defer`.
 *
 * ```
 *   event loop   │ timers │ I/O │ immediates │ timers │ …
 *   operations   ├─ first look … over ─┤ defer ─> resumed, first look …
 *   looks at the clock:  operations 1, 2, 4, 8, 16, 32, 48 …
 * ```
 *
 * The clock is looked at often at the beginning of a turn and of each slice and when something has come, and then at every
 * sixteenth operation. So slow work between operations is noticed after one unit of it, and fast operations hardly pay for
 * the looks. Once slow work has been seen, the stride stays small until some thousands of operations have been fast: in a
 * program that does both, only the first change from fast to slow may take up to sixteen units to be noticed.
 *
 * Operations that are called at once are answered one after the other: those who called work when the microtasks run, all
 * of them before anything else does. So the first is answered alone; when that has run and the turn is not over, one more,
 * then two, four …
 *
 * ```
 *   called at once  a b c d e f g …     a is answered, the others defer
 *   after microtasks  look, b │ look, c d │ look, e f g … │ until the turn is over, then on in the next one
 * ```
 */
export class EventLoopBudget {
  readonly #deferred = new RingQueue<() => void>();
  /** Operations until the next look at the clock. */
  #left = 1;
  #stride = 1;
  /** What the stride may grow to, after slow work, and how many looks have found none since. */
  #limit = MAX_SYNC_STRIDE;
  #calm = 0;
  /** The operations of the slice, as of the last look; `Infinity` if it is not known what else the time went to. */
  #counted = 0;
  /** How many slices in a row have had few operations. One alone may have been a pause of the garbage collector. */
  #slowSlices = 0;
  /** The stride is one of synchronous operations, too long for those that can be put off. */
  #sync = false;
  /** When the slice began, as `performance.now()` counts. */
  #begun = 0;
  #slice = 0;
  /** The end of the turn will be noticed. */
  #watched = false;
  /** The turn is over, and lasts until timers have had a chance to run. */
  #extended = false;
  #over = false;
  /** Resolves in a later turn, for those that ask in one slice. */
  #nextTurn: Promise<void> | undefined;
  #nextTurnSlice = 0;
  /** Of which operations one has settled whose caller has not run since, as of the last reading of the clock: their sum. */
  #crowded = 0;
  /** How many operations the next round resumes, and how many more this one may. */
  #round = 1;
  #credit = 0;
  /** A round is coming, in this turn. */
  #going = false;

  /** Whether the turn is used up. */
  get over(): boolean {
    return this.#over;
  }

  /**
   * A number that changes when `MAX_SLICE_MS` have passed within a turn. What was put off until the end of the turn
   * should not be put off longer when it changes: the turn is a long one.
   */
  get slice(): number {
    return this.#slice;
  }

  /** Counts an operation. @returns whether it may settle in this turn of the event loop. */
  spend(): boolean {
    if (--this.#left <= 0 || this.#sync) this.#look(MAX_STRIDE);
    return !this.#over;
  }

  /**
   * Counts an operation that its caller awaits. @returns whether it may settle now: the turn is not used up, and no
   * other one of its kind has settled whose caller has not run since.
   */
  spendAlone(operation: Operation): boolean {
    if (--this.#left <= 0 || this.#sync) this.#look(MAX_STRIDE);
    return !this.#over && (this.#crowded & operation) === 0;
  }

  /** The same when something has come from outside, and it is not known how long the program has worked before. */
  wake(operation: Operation): boolean {
    this.#stride = 1;
    this.#left = 1;
    this.#counted = Infinity;
    return this.spendAlone(operation);
  }

  /** The operation that was counted last has been answered. */
  answered(operation: Operation): void {
    if (this.#left !== this.#stride || (this.#crowded & operation) !== 0) return;
    this.#crowded |= operation;
    // Faster than `queueMicrotask`.
    void SETTLED.then(operation === SEND ? this.#onSenderRun : this.#onReceiverRun);
  }

  /** @returns whether another operation may be answered together with the one that `defer` has resumed. */
  take(): boolean {
    return --this.#credit >= 0;
  }

  /** Counts a synchronous operation. It cannot be put off, but it may be the one after slow work. */
  note(): void {
    if (--this.#left <= 0) this.#look(MAX_SYNC_STRIDE);
  }

  /** Calls back when the callers of settled operations have run, or in a later turn if this one is used up by then. */
  defer(resume: () => void): void {
    this.#deferred.push(resume);
    if (!this.#over) this.#goOnSoon();
    else if (!this.#watched) this.#watch(clock.now());
  }

  /** Resolves in a later turn, when this one is over. Calls within one slice share a promise, and so a turn. */
  nextTurn(): Promise<void> {
    if (this.#nextTurn === undefined || this.#nextTurnSlice !== this.#slice) {
      this.#nextTurnSlice = this.#slice;
      const promise = new Promise<void>((resolve) => {
        this.defer(() => {
          if (this.#nextTurn === promise) this.#nextTurn = undefined;
          resolve();
        });
      });
      this.#nextTurn = promise;
    }
    return this.#nextTurn;
  }

  #look(maxStride: number): void {
    const now = clock.now();
    if (!this.#watched) {
      this.#watch(now);
    } else if (now - this.#begun > MAX_SLICE_MS) {
      this.#notice(this.#counted + this.#stride);
      this.#over = true;
      this.#slice++;
      this.#begun = now;
      this.#counted = 0;
      this.#stride = 1;
    } else {
      this.#counted += this.#stride;
      this.#stride = Math.min(this.#stride * 2, maxStride, this.#limit);
      if (this.#limit < MAX_SYNC_STRIDE && ++this.#calm === CALM_LOOKS) {
        this.#calm = 0;
        this.#limit *= 2;
      }
    }
    this.#left = this.#stride;
    this.#sync = this.#stride > MAX_STRIDE;
  }

  /** @param operations How many have used up the slice. */
  #notice(operations: number): void {
    if (operations > MAX_SLOW_OPERATIONS) {
      this.#slowSlices = 0;
      return;
    }
    this.#slowSlices += operations === 1 ? 2 : 1;
    if (this.#slowSlices < 2) return;
    this.#limit = 1;
    this.#calm = 0;
  }

  #watch(now: number): void {
    this.#watched = true;
    this.#begun = now;
    this.#stride = 1;
    this.#counted = 0;
    nextTurnOfTheLoop(this.#renew);
  }

  readonly #renew = (): void => {
    // What has used up the turn may have run after the timers of this round of the event loop: they come first again.
    if (this.#over && !this.#extended && this.#deferred.length > 0) {
      this.#extended = true;
      nextTurnOfTheLoop(this.#renew);
      return;
    }
    this.#extended = false;
    this.#watched = false;
    this.#over = false;
    this.#left = 1;
    if (this.#deferred.length === 0) return;
    // What is resumed works before it calls again: its turn begins here.
    this.#watch(clock.now());
    this.#round = 1;
    this.#resumeRound();
  };

  readonly #onReceiverRun = (): void => {
    this.#crowded &= ~RECEIVE;
  };

  readonly #onSenderRun = (): void => {
    this.#crowded &= ~SEND;
  };

  #goOnSoon(): void {
    if (this.#going) return;
    this.#going = true;
    void SETTLED.then(this.#afterMicrotasks);
  }

  /** Of what is put off in a microtask, Node runs all microtasks first; of what is put off in a tick, the other ticks. */
  readonly #afterMicrotasks = (): void => afterMicrotasks(this.#goOn);

  readonly #goOn = (): void => {
    this.#going = false;
    this.#look(MAX_STRIDE);
    // When it is over, the next turn resumes them.
    if (!this.#over) this.#resumeRound();
  };

  /** Resumes as many as the round may answer, each operation counted, in order. */
  #resumeRound(): void {
    this.#credit = this.#round;
    for (let left = this.#deferred.length; left > 0 && this.take(); left--) this.#deferred.shift()?.();
    this.#credit = 0;
    if (this.#deferred.length === 0) {
      this.#round = 1;
      return;
    }
    this.#round = Math.min(this.#round * 2, MAX_ROUND);
    this.#goOnSoon();
  }
}

/** The budget of the operations of all sockets of this thread, of all copies of this package. */
export const turnBudget: EventLoopBudget = /* @__PURE__ */ sharedSlot(
  'core/turn-budget@1',
  () => new EventLoopBudget(),
);
