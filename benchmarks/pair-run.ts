import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { LIBRARIES } from './libraries/index.js';

const PROGRAM = fileURLToPath(new URL('participant.js', import.meta.url));
const LIMIT = 120_000;

interface Report {
  readonly bound?: string;
  readonly result?: readonly number[];
}

/** Runs two parts of a benchmark in two processes, one of which binds, and resolves to the numbers that one reports. */
export async function runPair(
  name: string,
  parts: { readonly binds: string; readonly connects: string },
  count: number,
  size: number,
): Promise<readonly number[]> {
  const environment = LIBRARIES.find((candidate) => candidate.name === name)?.environment;
  const options = { env: { ...process.env, ...environment }, timeout: LIMIT };
  const binder = fork(PROGRAM, [name, parts.binds, String(count), String(size)], options);
  const result = reported(binder, 'result');
  const endpoint = String(await reported(binder, 'bound'));
  const connecter = fork(PROGRAM, [name, parts.connects, String(count), String(size), endpoint], options);
  const numbers = (await Promise.race([result, reported(connecter, 'result')])) as readonly number[];
  await Promise.all([ended(binder), ended(connecter)]);
  return numbers;
}

function reported(child: ChildProcess, key: keyof Report): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.on('message', (report: Report) => {
      if (report[key] !== undefined) resolve(report[key]);
    });
    child.once('exit', (code) => {
      if (code !== 0) reject(new Error(`A participant ended with code ${String(code)}.`));
    });
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
