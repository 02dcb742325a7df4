/** How a check has ended: `skip` when it does not apply here, or needs what another one has found missing. */
export type Status = 'ok' | 'warn' | 'fail' | 'skip';

/** What a check has found. Texts may have anything from outside in them: they are made printable when they are written. */
export interface Row {
  /** Of the thing that was checked: `node`, `tcp`, `core`. */
  readonly id: string;
  readonly status: Status;
  /** What is there. */
  readonly what: string;
  /** What to do about it, with `warn` and `fail`. */
  readonly hint?: string | undefined;
}

/** What checks receive. */
export interface CheckContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of the project: only the names and versions of its packages are read. */
  readonly project: string;
  /** Milliseconds for each thing that is waited for. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** A check of one thing. One that throws counts as failed. */
export interface Check {
  readonly id: string;
  readonly run: (context: CheckContext) => Promise<readonly Row[]> | readonly Row[];
}

/** Runs checks one after the other, since some measure times, and gives their rows as they come. */
export async function* runChecks(checks: readonly Check[], context: CheckContext): AsyncGenerator<Row> {
  for (const { id, run } of checks) {
    context.signal.throwIfAborted();
    try {
      yield* await run(context);
    } catch (error) {
      context.signal.throwIfAborted();
      yield { id, status: 'fail', what: error instanceof Error ? error.message : String(error) };
    }
  }
}
