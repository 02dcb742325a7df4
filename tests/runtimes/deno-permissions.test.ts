import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { RUNTIMES, find } from './runtimes.mjs';

const PROGRAM = fileURLToPath(new URL('program/few-permissions.mjs', import.meta.url));
const PERMISSIONS = ['--no-prompt', '--allow-net', '--allow-read', '--allow-write'];

const deno = find(RUNTIMES.find(({ name }) => name === 'deno')!);

if ('missing' in deno) {
  it('the built packages on Deno without --allow-env', ({ skip }) => skip(deno.missing));
} else {
  it('the built packages on Deno need the network and files, and not --allow-env', async () => {
    assertBuilt();
    const { stdout } = await promisify(execFile)(deno.command, ['run', ...PERMISSIONS, PROGRAM]);
    expect(stdout.trim().split('\n')).toEqual([
      'over tcp://127.0.0.1:*',
      'over ipc://*',
      'over inproc://few-permissions',
    ]);
  });
}
