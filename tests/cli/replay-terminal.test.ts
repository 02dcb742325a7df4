// @module-tag built
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ZMQPull } from '@zeromq-ts/pushpull';
import { assertBuilt } from '../../build/built-from.mjs';
import { END, HEADER } from '../recording/setup.js';
import { PROGRAM } from './program.js';

const WAIT_OPTIONS = { timeout: 30_000, interval: 20 };
const hasScript = spawnSync('script', ['--version']).status === 0 && process.platform === 'linux';

let folder = '';
const children: ChildProcess[] = [];
const pulls: ZMQPull[] = [];

beforeAll(() => assertBuilt());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zmq-cli-'));
  writeFileSync(join(folder, 'a.jsonl'), `${HEADER}{"t":1,"f":["one"]}\n{"t":2,"f":["two"]}\n${END}`);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const pull of pulls.splice(0)) await pull.close({ linger: 0 });
  rmSync(folder, { recursive: true, force: true });
});

/** A shell on a pseudo-terminal, with jobs as an interactive one has them; `$REPLAY` is `zmq replay` of two messages. */
async function shell(script: string) {
  const pull = new ZMQPull();
  pulls.push(pull);
  const endpoint = await pull.bind('tcp://127.0.0.1:*');
  const { NO_COLOR: _, ...own } = process.env;
  const replay = `"${process.execPath}" "${PROGRAM}" replay "${join(folder, 'a.jsonl')}" ${endpoint}`;
  const child = spawn('script', ['-qec', `bash -c 'set -m; ${script.replaceAll('REPLAY', replay)}'`, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...own, TERM: 'xterm', SHELL: '/bin/sh' },
  });
  children.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const closed = once(child, 'close');
  const shows = (pattern: RegExp) => vi.waitFor(() => expect(output).toMatch(pattern), WAIT_OPTIONS);
  return { pull, child, closed, shows, output: () => output };
}

describe.runIf(hasScript)('XR-13 replay on a terminal', () => {
  it('is stopped by Ctrl-Z, gives the terminal back meanwhile, and goes on', async () => {
    const { pull, child, closed, shows, output } = await shell(
      'REPLAY --start-paused; echo "stopped $?"; stty -a; echo "goes on"; fg; echo "code $?"; stty -a',
    );
    await shows(/paused/u);
    child.stdin.write('.');
    expect(`${await pull.receive({ timeout: 30_000 })}`).toBe('one');
    child.stdin.write('\u001A');
    await shows(/stopped 14[0-9]/u);
    await shows(/goes on/u);
    expect(output().slice(output().indexOf('stopped'), output().indexOf('goes on'))).toMatch(/ icanon/u);
    // Keys are read again; one that comes before that may be lost.
    let second = '';
    const received = pull.receive({ timeout: 30_000 }).then((message) => (second = `${message}`));
    await vi.waitFor(() => {
      child.stdin.write('.');
      expect(second).toBe('two');
    }, WAIT_OPTIONS);
    await received;
    await closed;
    expect(output()).toMatch(/code 0[^]* icanon/u);
  });

  it('in the background is not stopped for the keyboard', async () => {
    const { pull, closed, output } = await shell('REPLAY & wait %1; echo "code $?"; jobs');
    expect(`${await pull.receive({ timeout: 30_000 })}`).toBe('one');
    expect(`${await pull.receive({ timeout: 30_000 })}`).toBe('two');
    await closed;
    expect(output()).toContain('code 0');
    expect(output()).not.toMatch(/Stopped/u);
  });
});
