import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZMQPublisher } from '@zeromq-ts/pubsub';
import {
  defaultStatsEndpoint,
  exposeStats,
  findStatsEndpoints,
  MAX_SNAPSHOT_BYTES,
  statsFolder,
  type StatsWatch,
  type WatchedProcess,
  watchStats,
} from '@zeromq-ts/stats';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ANYWHERE, Opened } from '../proxy/setup.js';
import { EMPTY } from './setup.js';

const opened = new Opened();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-stats-'));
  vi.stubEnv('XDG_RUNTIME_DIR', folder);
});
afterEach(async () => {
  await opened.close();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** A process id that no process has any more. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

/** A socket file that nothing listens on, as a killed process leaves it. */
async function leaveSocket(path: string): Promise<void> {
  const program = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  await once(spawn(process.execPath, ['-e', program], { stdio: 'ignore' }), 'exit');
}

async function processThat(watch: StatsWatch, fits: (process: WatchedProcess) => boolean): Promise<WatchedProcess> {
  for await (const each of watch) if (fits(each)) return each;
  throw new Error('It was closed.');
}

describe('XD-02 findStatsEndpoints', () => {
  it('finds the default endpoints of the user, and nothing before there is one', async () => {
    expect(await findStatsEndpoints()).toStrictEqual([]);
    const exposed = opened.add(await exposeStats());
    expect(exposed.endpoint).toBe(`ipc://${folder}/zmq-stats/${process.pid}`);
    expect(exposed.endpoint).toBe(defaultStatsEndpoint());
    expect(await findStatsEndpoints()).toStrictEqual([exposed.endpoint]);
    await exposed.close();
    expect(await findStatsEndpoints()).toStrictEqual([]);
  });

  it('XD-01 removes files of processes that have ended, and no others', async () => {
    await mkdir(statsFolder(), { mode: 0o700 });
    const ended = await endedProcess();
    const path = join(statsFolder(), String(ended));
    await leaveSocket(path);
    await writeFile(join(statsFolder(), 'notes'), '');
    // It runs, as far as its socket tells, where its number cannot be seen.
    const elsewhere = createServer().listen(join(statsFolder(), `${ended}-2`));
    await once(elsewhere, 'listening');
    expect(await readdir(statsFolder())).toHaveLength(3);
    expect(await findStatsEndpoints()).toStrictEqual([`ipc://${path}-2`]);
    expect((await readdir(statsFolder())).toSorted()).toStrictEqual([`${ended}-2`, 'notes']);
    elsewhere.close();
    await leaveSocket(path);
    opened.add(await exposeStats());
    expect(await readdir(statsFolder())).not.toContain(String(ended));
  });

  it('XD-01 refuses a folder that is not of this user alone', async () => {
    await mkdir(statsFolder(), { mode: 0o700 });
    await chmod(statsFolder(), 0o777);
    await expect(exposeStats()).rejects.toMatchObject({ code: 'EACCES' });
    await expect(findStatsEndpoints()).rejects.toMatchObject({ code: 'EACCES' });
    await rm(statsFolder(), { recursive: true });
    await mkdir(join(folder, 'other'), { mode: 0o700 });
    await symlink(join(folder, 'other'), statsFolder());
    await expect(exposeStats()).rejects.toMatchObject({ code: 'EACCES' });
  });
});

describe('XD-02 watchStats', () => {
  it('has the processes that come, and forgets those that end', async () => {
    const watch = opened.add(watchStats({ findInterval: 10 }));
    await watch.found;
    expect(watch.processes).toStrictEqual([]);
    const exposed = await exposeStats({ interval: 10, name: 'worker' });
    const found = await processThat(watch, ({ previous }) => previous !== undefined);
    expect(found).toMatchObject({ connected: true, malformed: 0, snapshot: { name: 'worker', pid: process.pid } });
    expect(found.snapshot?.time).toBeGreaterThan(found.previous?.time ?? Infinity);
    expect(watch.processes).toHaveLength(1);
    await exposed.close();
    await vi.waitFor(() => expect(watch.processes).toStrictEqual([]), { timeout: 10_000, interval: 10 });
  });

  it('goes on when the folder cannot be read for a while, but not when it is no longer of this user alone', async () => {
    const watch = opened.add(watchStats({ findInterval: 10 }));
    await watch.found;
    await mkdir(statsFolder(), { mode: 0o700 });
    const processes = watch[Symbol.asyncIterator]();
    const first = opened.add(await exposeStats({ interval: 10, name: 'first' }));
    while ((await processes.next()).value?.snapshot?.name !== 'first');
    // What is no folder is an error of readdir, as too many open files are.
    await rename(statsFolder(), `${statsFolder()}-away`);
    await writeFile(statsFolder(), '');
    // Many snapshots, each after the time of a search: the process is still connected.
    for (let seen = 0; seen < 20; seen++) expect((await processes.next()).done).toBe(false);
    await expect(findStatsEndpoints()).rejects.toMatchObject({ code: 'ENOTDIR' });
    await rm(statsFolder());
    await rename(`${statsFolder()}-away`, statsFolder());
    while ((await processes.next()).value?.snapshot?.name !== 'first');
    await first.close();
    await chmod(statsFolder(), 0o777);
    await expect(
      (async () => {
        for (;;) if ((await processes.next()).done === true) return;
      })(),
    ).rejects.toMatchObject({ code: 'EACCES' });
  });

  it('of a given endpoint says when it is connected, and keeps no snapshot of the process before', async () => {
    const first = await exposeStats(ANYWHERE, { interval: 10, name: 'first' });
    const { endpoint } = first;
    const watch = opened.add(watchStats({ endpoints: [endpoint] }));
    await processThat(watch, ({ previous }) => previous?.name === 'first');
    await first.close();
    await processThat(watch, ({ connected }) => !connected);
    opened.add(await exposeStats(endpoint, { interval: 10, name: 'second' }));
    const second = await processThat(watch, ({ snapshot }) => snapshot?.name === 'second');
    expect(second).toMatchObject({ connected: true, previous: undefined });
  });

  it('counts messages that are no snapshots, and goes on', async () => {
    const publisher = opened.add(new ZMQPublisher());
    const watch = opened.add(watchStats({ endpoints: [await publisher.bind(ANYWHERE)] }));
    await publisher.subscribed();
    await publisher.send('no JSON');
    expect(await processThat(watch, ({ malformed }) => malformed === 1)).toMatchObject({ snapshot: undefined });
    await publisher.send(JSON.stringify(EMPTY));
    expect((await processThat(watch, ({ snapshot }) => snapshot !== undefined)).snapshot).toStrictEqual(EMPTY);
    // It says which size it accepts, so that a larger message is not sent.
    await publisher.send(Buffer.alloc(MAX_SNAPSHOT_BYTES + 1));
    expect(publisher.stats().dropped['too-large']).toBe(1);
  });

  it('ends all iterations when it is closed', async () => {
    const watch = watchStats({ endpoints: [] });
    const iterations = [watch[Symbol.asyncIterator]().next(), watch[Symbol.asyncIterator]().next()];
    await watch.close();
    expect(await Promise.all(iterations)).toStrictEqual([
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
  });

  it('refuses wrong options and malformed endpoints', () => {
    expect(() => watchStats({ endpoints: 'tcp://127.0.0.1:1' as unknown as [] })).toThrow('endpoints in a list');
    expect(() => watchStats({ findInterval: 0 })).toThrow('milliseconds from 10');
    expect(() => watchStats({ endpoints: ['tcp:/127.0.0.1'] })).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  });
});
