// @module-tag built
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { run } from '@zeromq-ts/cli';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { lengthPrefixed } from '../../packages/cli/src/messages/length-prefixed.js';
import { bound, zmq } from './in-process.js';
import { PROGRAM } from './program.js';

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);

const MESSAGES: readonly (readonly Uint8Array[])[] = [
  [Buffer.from('one frame, grün €')],
  [Buffer.from('three'), Buffer.from('frames\twith\ttabs\n'), Buffer.from(String.raw`and \ backslashes`)],
  [Buffer.from('with an empty one'), Buffer.alloc(0)],
  [Buffer.alloc(0)],
  [Buffer.from('bytes'), ALL_BYTES],
];
const COUNT = String(MESSAGES.length);
const LENGTH = Buffer.concat(MESSAGES.map((frames) => lengthPrefixed(frames)));

let folder = '';

beforeAll(() => {
  assertBuilt();
  folder = mkdtempSync(join(tmpdir(), 'zmq-pipes-'));
  writeFileSync(join(folder, 'zmq'), `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`);
  chmodSync(join(folder, 'zmq'), 0o755);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let made = 0;
const endpoint = (): string => `ipc://${join(folder, `socket-${++made}`)}`;

/** Runs a line of a shell. @throws When it fails. */
async function shell(line: string): Promise<void> {
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` };
  const child = spawn('bash', ['-o', 'pipefail', '-c', line], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  expect([await once(child, 'close'), stderr]).toEqual([[0, null], '']);
}

describe.skipIf(process.platform === 'win32')('XP-02 in a pipe', () => {
  it.each([
    [
      'sub, pub and JSON',
      (from: string, to: string) => `zmq sub '@${from}' --json -n ${COUNT} -q | zmq pub '>${to}' --input jsonl -q`,
    ],
    [
      'sub, pub and quoted text',
      (from: string, to: string) => `zmq sub '@${from}' -n ${COUNT} -q | zmq pub '>${to}' --input quoted -q`,
    ],
    [
      'sub, pub and lengths',
      (from: string, to: string) => `zmq sub '@${from}' -o length -n ${COUNT} -q | zmq pub '>${to}' --input length -q`,
    ],
    [
      'record and replay',
      (from: string, to: string) => `zmq record '@${from}' -n ${COUNT} -o - -q | zmq replay - '>${to}' --speed max -q`,
    ],
  ] as const)('%s hand on every byte', { timeout: 60_000 }, async (_, line) => {
    const [from, to] = [endpoint(), endpoint()];
    const last = await bound(['sub', `@${to}`, '-o', 'length', '-n', COUNT]);
    const piping = shell(line(from, to));
    const first = zmq(['pub', `>${from}`, '--input', 'length', '--wait-time', '60s'], { stdin: LENGTH });
    expect((await first).code).toBe(0);
    const { code, bytes } = await last.outcome;
    expect([code, bytes.equals(LENGTH)]).toEqual([0, true]);
    await piping;
  });
});

describe('XP-01 raw output', () => {
  it.each([() => 'tcp://127.0.0.1:*', endpoint, () => 'ws://127.0.0.1:*/'])(
    'is the bytes of the frames, over each transport',
    async (to) => {
      const pull = await bound(['pull', to(), '-o', 'raw', '--terminator', '', '-n', COUNT]);
      expect((await zmq(['push', pull.endpoint, '--input', 'length'], { stdin: LENGTH })).code).toBe(0);
      const { code, bytes } = await pull.outcome;
      expect([code, bytes.equals(Buffer.concat(MESSAGES.flat()))]).toEqual([0, true]);
    },
  );
});

describe('XG-02 the pager', () => {
  /** What stdout and the pager get of a long help. */
  async function helpOf(given: { isTTY: boolean; pager: (file: string) => string; flags?: readonly string[] }) {
    const file = join(folder, `paged-${++made}`);
    const stdout = Object.assign(new PassThrough(), { isTTY: given.isTTY });
    const env = { PATH: process.env['PATH'], PAGER: given.pager(file) };
    const streams = { stdin: new PassThrough(), stdout, stderr: new PassThrough() };
    const code = await run(['help', 'sub', ...(given.flags ?? [])], {
      ...streams,
      env,
      signal: new AbortController().signal,
    });
    return {
      code,
      printed: String(stdout.read() ?? '').includes('zmq sub'),
      paged: existsSync(file) && readFileSync(file, 'utf8').includes('zmq sub'),
    };
  }
  const cat = (file: string): string => `cat > '${file}'`;

  it('shows help on a terminal, and nowhere else', async () => {
    expect(await helpOf({ isTTY: true, pager: cat })).toEqual({ code: 0, printed: false, paged: true });
    expect(await helpOf({ isTTY: false, pager: cat })).toEqual({ code: 0, printed: true, paged: false });
    expect(await helpOf({ isTTY: true, pager: cat, flags: ['--no-pager'] })).toEqual({
      code: 0,
      printed: true,
      paged: false,
    });
    expect(await helpOf({ isTTY: true, pager: () => '' })).toEqual({ code: 0, printed: true, paged: false });
    expect(await helpOf({ isTTY: true, pager: () => 'no-such-pager 2>/dev/null' })).toEqual({
      code: 0,
      printed: true,
      paged: false,
    });
  });
});
