import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../packages/cli/src/commands/index.js';
import { zmq } from './in-process.js';

const PAGE = join(import.meta.dirname, '../../docs/command-line.md');

it('XN-06, XP-15 the reference is what zmq help --markdown prints', async () => {
  const { code, stdout } = await zmq(['help', '--markdown']);
  expect(code).toBe(0);
  if (process.env['WRITE_REFERENCE'] !== undefined) writeFileSync(PAGE, stdout);
  const message = 'Write it with: WRITE_REFERENCE=1 npx vitest run tests/cli/reference';
  expect(stdout, message).toBe(readFileSync(PAGE, 'utf8'));
});

it('XN-06, XP-15 the manual page has all commands and flags', async () => {
  const { code, stdout } = await zmq(['help', '--man']);
  expect(code).toBe(0);
  for (const { definition } of COMMANDS) {
    expect(stdout).toContain(`.SH ZMQ ${definition.name.toUpperCase().replaceAll('-', String.raw`\-`)}\n`);
    for (const { name } of definition.flags)
      expect(stdout).toContain(String.raw`\-\-` + name.replaceAll('-', String.raw`\-`));
  }
});
