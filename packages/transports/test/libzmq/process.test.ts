// @module-tag built
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { assertBuilt } from '../../../../build/built-from.mjs';
import { socket } from './test-socket.js';

interface Child {
  /** Resolves to the next line that the script prints. */
  line(): Promise<string | undefined>;
  /** Resolves when the process has ended by itself: to its exit code, and all that it has said on stderr. */
  readonly ended: Promise<{ code: number | null; errors: string }>;
}

function run(script: string, ...args: string[]): Child {
  assertBuilt();
  const path = fileURLToPath(new URL(`./children/${script}.js`, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let errors = '';
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    line: async () => (await lines.next()).value as string | undefined,
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, errors })),
  };
}

const WELL = { code: 0, errors: '' };

describe('a process with sockets on libzmq', () => {
  it('ends although sockets are bound and connected', async () => {
    const child = run('idle');
    expect(await child.line()).toBe('idle');
    expect(await child.ended).toEqual(WELL);
  });

  it('ends when the last receive has given up', async () => {
    const child = run('gave-up');
    expect(await child.line()).toBe('EAGAIN');
    expect(await child.ended).toEqual(WELL);
  });

  it('stays while a receive waits', async () => {
    const child = run('waits');
    const push = socket('PUSH');
    push.connect((await child.line())!);
    await push.send('here you are');
    expect(await child.line()).toBe('here you are');
    expect(await child.ended).toEqual(WELL);
  });

  it('delivers what it sent although it never calls close', async () => {
    const pull = socket('PULL');
    const child = run('sends', await pull.bind('tcp://127.0.0.1:*'), '500');
    for (let index = 0; index < 500; index++) expect(await pull.text()).toBe(String(index));
    expect(await child.ended).toEqual(WELL);
  });

  it('ends when linger has run out', async () => {
    const child = run('sends-to-nobody');
    expect(await child.line()).toBe('sent');
    expect(await child.ended).toEqual(WELL);
  });
});
