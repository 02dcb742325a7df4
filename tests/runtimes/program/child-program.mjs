// @ts-check
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { inTime } from './check.mjs';

/** What comes before the name of a program when this runtime is started. */
const RUN = 'Deno' in globalThis ? ['run', '--allow-all'] : [];

/** Starts one of the programs beside this file in another process of the same runtime. @param {string} name @param {string[]} args */
export function childProgram(name, ...args) {
  const file = fileURLToPath(new URL(`children/${name}`, import.meta.url));
  const child = spawn(process.execPath, [...RUN, file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (complaints += text));
  /** @type {Promise<number | NodeJS.Signals | null>} */
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
  return {
    /** Its exit code, or the signal that ended it. */
    ended,
    /** The next line that it prints. */
    async line() {
      const { done, value } = await inTime(lines.next());
      if (done) throw new Error(`${name} has ended: ${complaints}`);
      return value;
    },
    kill: () => child.kill('SIGKILL'),
  };
}
