#!/usr/bin/env node
import { setTimeout } from 'node:timers';
import { Interrupted } from './io.js';
import { run } from './run.js';

/** How long the process may still run after its command has ended. */
const MAX_EXIT_DELAY_MS = 500;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const interrupted = new AbortController();
for (const signal of SIGNALS) {
  process.on(signal, () => {
    // The second ends at once.
    if (interrupted.signal.aborted) endBy(signal);
    interrupted.abort(new Interrupted(signal));
  });
}

// On Bun, writing to a closed pipe throws there instead of emitting an error.
process.on('uncaughtException', (error: Error & { code?: string }) => {
  if (error.code === 'EPIPE') {
    process.stdout.destroy(error);
    return;
  }
  process.stderr.write(`error: this is a bug of zmq: ${error.stack}\n`, () => process.exit(1));
});

let isInputUsed = false;
const code = await run(process.argv.slice(2), {
  get stdin() {
    isInputUsed = true;
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: interrupted.signal,
});
// Everything is written by now: not `process.exit`, which would cut what a pipe has not taken yet.
process.exitCode = code;
// What is left of it would keep the process alive.
if (isInputUsed) process.stdin.destroy();
// What still runs, such as the lookup of a name that no server answers, is not waited for.
setTimeout(() => process.exit(), MAX_EXIT_DELAY_MS).unref();
const { reason } = interrupted.signal as { reason: unknown };
if (reason instanceof Interrupted && code === reason.exitCode) endBy(reason.signal);

/** Ends as a program without handlers does, so that the shell sees the signal. */
function endBy(signal: (typeof SIGNALS)[number]): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
