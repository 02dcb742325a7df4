import { chmod, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type WatchedProcess, watchStats } from '@zeromq-ts/stats';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { freshTcp } from '../processes/endpoints.js';
import { IN_PEACE, LineChild } from '../processes/line-child.js';
import { Opened } from '../proxy/setup.js';
import { snapshotThat } from './setup.js';

// By its file: a package is looked for from the folder that the program is started in.
const REGISTER = ['--import', new URL('../../packages/stats/dist/register.js', import.meta.url).href];
const PROGRAMS = fileURLToPath(new URL('programs/', import.meta.url));

const opened = new Opened();
let folder: string;

beforeAll(() => assertBuilt());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-stats-'));
});
afterEach(async () => {
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): LineChild {
  const paths = args.map((arg) => (/^\w+\.[cm]js$/u.test(arg) ? join(PROGRAMS, arg) : arg));
  const env = { XDG_RUNTIME_DIR: folder, ZMQ_STATS: '', ...environment };
  return new LineChild(args.join(' '), process.execPath, paths, env);
}

/** The file of the one program that exposes figures at its default endpoint, and whose name this pattern has. */
async function exposedFile(name = /^\d+$/u): Promise<string> {
  const files = async (): Promise<string[]> =>
    (await readdir(join(folder, 'zmq-stats'))).filter((file) => name.test(file));
  await vi.waitFor(async () => expect(await files()).toHaveLength(1), { timeout: 20_000, interval: 10 });
  return join(folder, 'zmq-stats', (await files())[0] ?? '');
}

function watching(path: string): AsyncIterator<WatchedProcess> {
  return opened.add(watchStats({ endpoints: [`ipc://${path}`] }))[Symbol.asyncIterator]();
}

describe('XD-01 figures without a call', () => {
  it.each([
    ['with ZMQ_STATS=1 and an import', ['importing.mjs'], '1'],
    ['with the module register', [...REGISTER, 'worker.mjs'], ''],
    ['with the module register in CommonJS', [...REGISTER, 'worker.cjs'], ''],
    ['with the module register and ZMQ_STATS=1', [...REGISTER, 'importing.mjs'], '1'],
  ])('%s are at the default endpoint, and gone with the process', async (_how, args, variable) => {
    const program = start(args, { ZMQ_STATS: variable });
    const endpoint = await program.said('READY');
    const path = await exposedFile();
    await vi.waitFor(async () => expect((await stat(path)).mode & 0o777).toBe(0o600), {
      timeout: 20_000,
      interval: 10,
    });
    const snapshot = await snapshotThat(watching(path), ({ sockets }) => sockets[0]?.endpoints.length === 1);
    expect(snapshot.name).toBe(args.at(-1));
    expect(snapshot.sockets).toMatchObject([{ id: 1, type: 'PULL', endpoints: [endpoint] }]);
    program.endInput();
    expect(await program.ended).toStrictEqual(IN_PEACE);
    expect(program.complaints).toBe('');
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('with ZMQ_STATS=tcp://… are there', async () => {
    const at = await freshTcp();
    const program = start(['importing.mjs'], { ZMQ_STATS: at });
    await program.said('READY');
    const processes = opened.add(watchStats({ endpoints: [at] }))[Symbol.asyncIterator]();
    await snapshotThat(processes, ({ sockets }) => sockets.length === 1);
  });

  it.each([
    ['without ZMQ_STATS', ['importing.mjs'], ''],
    ['with ZMQ_STATS=0 and the module register', [...REGISTER, 'worker.mjs'], '0'],
  ])('%s there are none', async (_how, args, variable) => {
    const program = start(args, { ZMQ_STATS: variable });
    await program.said('READY');
    expect(await readdir(folder)).toStrictEqual([]);
    program.endInput();
    expect(await program.ended).toStrictEqual(IN_PEACE);
  });

  it('a thread has an endpoint of its own', async () => {
    const program = start(['importing.mjs', 'thread'], { ZMQ_STATS: '1' });
    await program.said('READY');
    // The thread runs the program without the import of this one.
    const registered = start([...REGISTER, 'worker.mjs', 'thread']);
    await registered.said('READY');
    const processes = watching(await exposedFile(/^\d+-1$/u));
    const { thread, sockets } = await snapshotThat(processes, (snapshot) => snapshot.sockets.length > 0);
    expect(thread).toBe(1);
    expect(sockets).toHaveLength(1);
  });

  it('an endpoint that cannot be bound is a warning, and the program goes on', async () => {
    const at = await freshTcp();
    const first = start(['importing.mjs'], { ZMQ_STATS: at });
    await first.said('READY');
    const second = start(['importing.mjs'], { ZMQ_STATS: at });
    await second.said('READY');
    await vi.waitFor(() => expect(second.complaints).toContain('the address is in use'), {
      timeout: 20_000,
      interval: 10,
    });
    expect(second.complaints).toContain('[ZMQ_STATS] ZMQWarning: The figures of the sockets are not exposed');
    second.endInput();
    expect(await second.ended).toStrictEqual(IN_PEACE);
  });

  it('a socket that the program has dropped is closed, as without them', async () => {
    const program = start(['--expose-gc', 'forgotten.mjs']);
    expect(await program.said('OPEN')).toBe('11');
    await program.said('CLOSED');
    expect(await program.ended).toStrictEqual(IN_PEACE);
  });

  it('they keep no process alive', async () => {
    const program = start(['idle.mjs']);
    await program.said('READY');
    expect(await program.ended).toStrictEqual(IN_PEACE);
  });
});

it('XD-02 a search that fails after the watch is closed is the last one: the process ends', async () => {
  await mkdir(join(folder, 'zmq-stats'));
  await chmod(join(folder, 'zmq-stats'), 0o777);
  const program = start(['closing.mjs']);
  await program.said('CLOSED');
  await program.said('EACCES');
  expect(await program.ended).toStrictEqual(IN_PEACE);
});
