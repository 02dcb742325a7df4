// @module-tag built
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { start, zmqProgram } from './program.js';

const SIZE = '100';

let folder = '';
let made = 0;

/** The flags for programs with libzmq; `undefined` where it cannot be compiled against. */
const flags = ((): readonly string[] | undefined => {
  const found = spawnSync('pkg-config', ['--cflags', '--libs', 'libzmq'], { encoding: 'utf8' });
  const hasCompiler = spawnSync('cc', ['--version']).status === 0;
  return found.status === 0 && hasCompiler ? found.stdout.trim().split(/\s+/u).filter(Boolean) : undefined;
})();

beforeAll(() => {
  assertBuilt();
  folder = mkdtempSync(join(tmpdir(), 'zmq-perf-'));
  if (flags === undefined) return;
  const source = fileURLToPath(new URL('peers/perf.c', import.meta.url));
  const { status, stderr } = spawnSync('cc', ['-O1', '-Wall', '-o', join(folder, 'perf'), source, ...flags], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Resolves with what a program of libzmq prints. @throws When it fails. */
function perf(name: string, endpoint: string, count: number): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(join(folder, 'perf'), [name, endpoint, SIZE, String(count)], (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${name}: ${stderr}`, { cause: error }));
    });
  });
}

const endpointOf = { tcp: () => 'tcp://127.0.0.1:*', ipc: () => `ipc://${join(folder, `bound-${++made}`)}` };

const why =
  flags === undefined ? ' (skipped: cc, pkg-config or libzmq is missing; Debian: gcc, pkg-config, libzmq3-dev)' : '';

describe.skipIf(flags === undefined)(`XB-01 bench and the programs of libzmq${why}`, { timeout: 120_000 }, () => {
  it.each(['tcp', 'ipc'] as const)('remote_thr sends what --role receive counts, over %s', async (transport) => {
    const count = 5000;
    const line = ['bench', 'thr', '--role', 'receive', endpointOf[transport](), '--size', SIZE, '-n', `${count}`];
    const program = start([...line, '--json']);
    const { endpoint } = JSON.parse((await program.said(/\{"event":"listening".*\}/u))[0]) as { endpoint: string };
    expect(await perf('remote_thr', endpoint, count)).toContain(`message count: ${count}`);
    expect((await program.ended).code).toBe(0);
    expect(JSON.parse(program.stdout().toString())).toMatchObject({
      messages: count,
      bytes: count * Number(SIZE),
      faults: { lost: 0, disordered: 0, wrongSize: 0 },
    });
  });

  it('--role send sends what local_thr counts', async () => {
    const [count, endpoint] = [5000, endpointOf.ipc()];
    const counted = perf('local_thr', endpoint, count);
    const { code } = await zmqProgram(['bench', 'thr', '--role', 'send', endpoint, '--size', SIZE, '-n', `${count}`]);
    expect([code, await counted]).toEqual([0, expect.stringContaining(`message count: ${count}`)]);
  });

  it('remote_lat measures the echo of --role receive', async () => {
    const program = start(['bench', 'lat', '--role', 'receive', 'tcp://127.0.0.1:*']);
    const [, endpoint = ''] = await program.said(/bound (\S+)/u);
    expect(await perf('remote_lat', endpoint, 200)).toContain('message count: 200');
    expect((await program.ended).code).toBe(0);
  });

  it('--role send measures the echo of local_lat', async () => {
    const endpoint = endpointOf.ipc();
    const echoing = perf('local_lat', endpoint, 200);
    const line = ['bench', 'lat', '--role', 'send', endpoint, '--size', SIZE, '-n', '200', '--json'];
    const { code, stdout } = await zmqProgram(line);
    expect([code, await echoing]).toEqual([0, expect.stringContaining('message count: 200')]);
    expect(JSON.parse(stdout.toString())).toMatchObject({ messages: 200, latency: { p50: expect.any(Number) } });
  });
});
