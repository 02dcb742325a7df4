import { spawn } from 'node:child_process';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';

/** Shows a text: through `PAGER` on a terminal, unless it is set empty or `--no-pager` is given, else as it is. */
export async function page(text: string, flags: Flags, { stdout, env }: CommandIO): Promise<void> {
  const pager = env['PAGER'] ?? '';
  if (stdout.isTTY !== true || flags.boolean('no-pager') || pager === '' || !(await shown(text, pager, env))) {
    stdout.write(text);
  }
}

/** Whether the pager could be started. */
async function shown(text: string, pager: string, env: CommandIO['env']): Promise<boolean> {
  // PAGER is a line for the shell by its definition (POSIX, "man"); the text comes on stdin.
  const child = spawn('sh', ['-c', pager], { stdio: ['pipe', 'inherit', 'inherit'], env: { LESS: 'FRX', ...env } });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code !== 127));
    // Who leaves a pager early closes its input.
    child.stdin.on('error', () => {});
    child.stdin.end(text);
  });
}
