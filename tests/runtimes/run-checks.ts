import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { assertBuilt } from '../../build/built-from.mjs';

const PROGRAM = fileURLToPath(new URL('program/main.mjs', import.meta.url));

/** What came of the checks in one runtime. */
export interface Outcome {
  /** By pattern, transport and title: what went wrong, or `undefined`. */
  readonly results: ReadonlyMap<string, string | undefined>;
  /** The exit code, or the signal that ended it. */
  readonly ending: number | NodeJS.Signals | null;
  readonly complaints: string;
}

/** What a check is known by in an outcome. */
export function keyOf(check: { readonly pattern: string; readonly transport: string; readonly title: string }): string {
  return [check.pattern, check.transport, check.title].join('\t');
}

/** Runs all checks in a process of a runtime; they use the packages as built. */
export async function runChecks(
  command: string,
  args: readonly string[],
  limit: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  assertBuilt();
  const child = spawn(command, [...args, PROGRAM], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const results = new Map<string, string | undefined>();
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [word = '', pattern = '', transport = '', title = '', problem] = line.split('\t');
    if (word === 'passed' || word === 'failed') results.set(keyOf({ pattern, transport, title }), problem);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), limit);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ results, ending: signal ?? code, complaints });
    });
  });
}
