// @module-tag built
// @module-tag slow
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { find, RUNTIMES } from './runtimes.mjs';

const PROGRAM = fileURLToPath(new URL('program/recording.mjs', import.meta.url));
const ZMQ = fileURLToPath(new URL('../../packages/cli/dist/zmq.js', import.meta.url));

beforeAll(() => assertBuilt());

describe.each(RUNTIMES)('recordings on $name', (runtime) => {
  const found = find(runtime);
  if ('missing' in found) {
    it('XR-06, XR-17', ({ skip }) => skip(found.missing));
    return;
  }
  const run = async (...argv: string[]): Promise<string> =>
    (await promisify(execFile)(found.command, [...runtime.args, ...argv])).stdout;

  it('XR-06, XR-17 are written, read and replayed, plain and compressed, and usable when they are cut off', async () => {
    const lines = (await run(PROGRAM)).trim().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(2);
    for (const line of lines) expect(line).toMatch(/^(?:|\.gz|\.zst) ?2000 0 2000 false 2000 equal cut-off true$/);
  });

  it('XB-01 zmq bench measures with peers of its own', async () => {
    const stdout = await run(ZMQ, 'bench', 'thr', '-n', '1000', '--repeat', '1', '--warmup', '0', '--json');
    expect(JSON.parse(stdout.split('\n')[0] as string)).toMatchObject({ messages: 1000, lost: 0 });
  });
});
