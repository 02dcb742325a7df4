/**
 * What the process and the global object say. On runtimes that have no `process`, such as browsers, there is nothing to
 * ask. No other file of this package uses `process` or `globalThis`.
 */

/** The part of Node's `process` that is used. */
interface Process {
  readonly env: Readonly<Record<string, string | undefined>>;
  emitWarning(text: string, options: { readonly type: string; readonly code: string }): void;
  on(event: 'beforeExit', listener: () => void): unknown;
  /** From Node 20.16 on. */
  getBuiltinModule?(name: string): object | undefined;
}

/** Globals that are looked up at each use, because tests and bundlers replace them. */
function processHere(): Process | undefined {
  return (globalThis as { readonly process?: Process }).process;
}

/** The global object, which all copies of this package share. */
export const globalObject: { readonly [key: symbol]: unknown } = globalThis;

/** An environment variable; `undefined` when it is not set, or empty, or may not be read (Deno without `--allow-env`). */
export function environmentVariable(name: string): string | undefined {
  try {
    const value = processHere()?.env[name];
    return value === '' ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Writes a line to the standard error output, or to the console of a browser. */
export function writeToStandardError(line: string): void {
  // oxlint-disable-next-line no-console -- the only way that all runtimes have
  console.error(line);
}

/** Emits a process warning, where the runtime has one. */
export function emitProcessWarning(text: string, code: string): void {
  processHere()?.emitWarning(text, { type: 'ZMQWarning', code });
}

/** Calls back each time that nothing keeps the process alive. In runtimes without process exit, it never does. */
export function onBeforeExit(listener: () => void): void {
  processHere()?.on('beforeExit', listener);
}

/** A module of Node, where it is to be had. */
export function builtinModule(name: string): object | undefined {
  return processHere()?.getBuiltinModule?.(name);
}

/** Whether a value is an `AbortSignal`. */
export function isAbortSignal(value: unknown): value is AbortSignal {
  return value instanceof AbortSignal;
}
