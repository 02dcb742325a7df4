import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { ENGINES } from './engines.js';

const PROGRAM = fileURLToPath(new URL('programs/close.mjs', import.meta.url));

beforeAll(() => assertBuilt());

/** What a program writes to the standard error output, by lines. */
function complaints(engine: string, sections: string): string[] {
  const env = { ...process.env, NODE_DEBUG: sections, ZMQ_ENGINE: engine };
  const { stderr, stdout } = spawnSync(process.execPath, [PROGRAM, 'tcp://127.0.0.1:9', '0'], {
    env,
    encoding: 'utf8',
  });
  expect(stdout).toBe('CLOSED\n');
  return stderr.split('\n').filter((line) => line.includes('PUSH#'));
}

describe.each(ENGINES)('NODE_DEBUG on the engine %s', (engine) => {
  it.each(['zeromq', 'http,ZeroMQ', 'zero*'])('%s logs the life of connections', (sections) => {
    const lines = complaints(engine, sections);
    expect(lines.map((line) => line.split(' ')[2])).toContain('closed');
    expect(lines.join('\n')).toMatch(/^\S+ PUSH#1 closed tcp:\/\/127\.0\.0\.1:9$/m);
  });

  it.each(['', 'http', 'zeromqs'])('%j does not', (sections) => {
    expect(complaints(engine, sections)).toEqual([]);
  });
});
