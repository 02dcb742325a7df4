import type { Pending } from './actor.js';
import type { Findings } from './findings.js';
import { holds } from './waiting.js';

/** What becomes of the promises that a program has been given. */
export class Outcomes {
  readonly findings: Findings;
  /** Milliseconds that are waited for what must happen. */
  readonly patience: number;

  constructor(findings: Findings, patience: number) {
    this.findings = findings;
    this.patience = patience;
  }

  /** Waits for a call that must succeed, and soon. */
  async call(what: string, promise: Promise<unknown>): Promise<void> {
    let settled = false;
    const settle = async (): Promise<void> => {
      try {
        await promise;
      } catch (error) {
        this.findings.wrong(what, String(error));
      }
      settled = true;
    };
    void settle();
    if (!(await holds(() => settled, this.patience))) this.findings.add('hang of a call', what);
  }

  /** Waits for a promise, which counts as pending until then. */
  async pend<T, P extends Pending>(
    set: Set<P>,
    pending: P,
    promise: Promise<T>,
    done: (value: T) => void,
    failed: (error: unknown) => void,
  ): Promise<void> {
    set.add(pending);
    const settled = (): void => {
      pending.settled = true;
      set.delete(pending);
    };
    let value: T;
    try {
      value = await promise;
    } catch (error) {
      settled();
      return failed(error);
    }
    settled();
    done(value);
  }
}

export function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | null)?.code;
}
