import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { find, RUNTIMES } from '../runtimes/runtimes.mjs';

const PROGRAM = fileURLToPath(new URL('on-runtimes.mjs', import.meta.url));

for (const runtime of RUNTIMES) {
  const found = find(runtime);
  if ('missing' in found) {
    it(`the built drop-in on ${runtime.name}`, ({ skip }) => skip(found.missing));
    continue;
  }
  it(`the built drop-in on ${runtime.title} ${found.version} does what programs for the npm package expect`, async () => {
    assertBuilt();
    const { stdout } = await promisify(execFile)(found.command, [...runtime.args, PROGRAM]);
    expect(stdout).toBe('all\n');
  });
}
