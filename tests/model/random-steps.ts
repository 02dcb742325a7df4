import fc from 'fast-check';
import { expect } from 'vitest';

const { MODEL_SECONDS, MODEL_SEED } = process.env;
/** The seed of the first sequence. */
export const SEED = Number(MODEL_SEED ?? 20_261_126);
/** How long a finding may take to be made smaller, in milliseconds. */
const REPORT_MS = 200_000;
/** How long a test may take. */
export const TIMEOUT_MS = REPORT_MS + Number(MODEL_SECONDS ?? 0) * 1000;
const EVENT_TIMEOUT_MS = 60_000;

const limits =
  MODEL_SECONDS === undefined
    ? {}
    : { numRuns: 1_000_000, interruptAfterTimeLimit: Number(MODEL_SECONDS) * 1000, markInterruptAsFailure: false };

/** What steps are carried out on. */
export interface World {
  /** Lets everything come to its end. @throws Error when something does not. */
  finish(): Promise<void>;
  /** What is wrong with how it has ended. */
  faults(): readonly string[];
  close(): Promise<void>;
}

/** What the steps go by: nothing that is not in the world itself. */
type Nothing = Record<string, never>;
export type Step<W extends object> = fc.AsyncCommand<Nothing, W>;

/** A step that can be taken at any time, or has no effect. */
export function step<W extends object>(text: string, run: (world: W) => Promise<void> | void): Step<W> {
  return {
    check: () => true,
    run: async (_, world) => run(world),
    toString: () => text,
  };
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Steps that let the event loop turn a number of times. */
export const turns = <W extends object>(): fc.Arbitrary<Step<W>> =>
  fc.nat({ max: 20 }).map((count) =>
    step(`${count} turns`, async () => {
      for (let each = 0; each < count; each++) await nextTurn();
    }),
  );

/** Carries out random sequences of steps, each on a world of its own. A sequence that fails is made smaller and shown. */
export async function takeRandomSteps<W extends World>(
  steps: readonly fc.Arbitrary<Step<W>>[],
  open: () => Promise<W>,
  numRuns: number,
): Promise<void> {
  let runs = 0;
  const sequence = fc.asyncProperty(fc.commands([...steps], { maxCommands: 40 }), async (taken) => {
    runs++;
    const world = await open();
    try {
      await fc.asyncModelRun(() => ({ model: {}, real: world }), taken);
      await world.finish();
      expect(world.faults()).toEqual([]);
    } finally {
      await world.close();
    }
  });
  await fc.assert(sequence, { seed: SEED, numRuns, ...limits });
  expect(runs).toBeGreaterThan(0);
}

/** Waits for a condition. @throws Error with the state when it does not become true. */
export async function until(what: string, condition: () => boolean, state: () => unknown): Promise<void> {
  const end = performance.now() + EVENT_TIMEOUT_MS;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`It never came that ${what}: ${JSON.stringify(state())}`);
    await nextTurn();
  }
}

/** What a handler does with what it is given. */
export const CONDUCTS = ['answer', 'wait', 'fail'] as const;
export type Conduct = (typeof CONDUCTS)[number];
export const conducts: fc.Arbitrary<Conduct> = fc.constantFrom(...CONDUCTS);

/** What the handlers of a world have in common: they do what they are told, and are counted. */
export class Handling {
  /** How often each number was begun. */
  readonly #begun = new Map<number, number>();
  readonly #waiting = new Set<() => void>();
  readonly #failure: () => Error;

  /** @param failure What a handler throws that is told to fail. */
  constructor(failure: () => Error) {
    this.#failure = failure;
  }

  /** @returns the negative number. */
  async carryOut(number: number, conduct: Conduct, signal: AbortSignal): Promise<number> {
    this.#begun.set(number, this.timesBegun(number) + 1);
    if (conduct === 'fail') throw this.#failure();
    if (conduct === 'wait' && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    return -number;
  }

  timesBegun(number: number): number {
    return this.#begun.get(number) ?? 0;
  }

  /** Lets all handlers go on that wait. */
  release(): void {
    for (const open of this.#waiting) open();
    this.#waiting.clear();
  }
}
