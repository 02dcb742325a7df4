import type { inspect as Inspect } from 'node:util';

const SHALLOW = { depth: 0, compact: true, breakLength: Infinity, colors: false } as const;
const WITH_CODE = { ...SHALLOW, depth: 1 } as const;

let inspect: typeof Inspect | undefined;

/**
 * The code of the error that a promise is already rejected with; undefined when it is not rejected.
 *
 * With a send timeout of 0 the binding has done its work when `send` returns, yet it tells the outcome only through a
 * promise, and so one microtask too late: `send` and `trySend` must answer now, and by then the next message would
 * have gone past this one. The one way to look into a promise that Node offers is the way it prints it.
 */
export function rejectionCodeOf(promise: Promise<unknown>): string | undefined {
  inspect ??= process.getBuiltinModule('node:util').inspect;
  if (!isRejected(inspect(promise, SHALLOW))) return undefined;
  const text = inspect(promise, WITH_CODE);
  return /\bcode: '([A-Z0-9_]+)'/.exec(text)?.[1] ?? 'EINVAL';
}

function isRejected(text: string): boolean {
  return /^Promise \{\s*<rejected>/.test(text);
}
