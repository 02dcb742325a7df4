// @module-tag built
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZMQReply } from '@zeromq-ts/reqrep';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { find, RUNTIMES } from '../runtimes/runtimes.mjs';
import { PROGRAM } from './program.js';

const home = await mkdtemp(join(tmpdir(), 'zeromq-ts-runtimes-'));
afterAll(() => rm(home, { recursive: true, force: true }));

describe.each(RUNTIMES)('XN-02, XN-05 on $name', (runtime) => {
  const found = find(runtime);
  const why = 'missing' in found ? ` (skipped: ${found.missing})` : '';

  /** Runs a command line on it. */
  async function zmq(...line: string[]): Promise<{ readonly code: number; readonly said: string }> {
    const command = 'missing' in found ? '' : found.command;
    const env = { ...process.env, XDG_CONFIG_HOME: join(home, runtime.name), NO_COLOR: '1' };
    return new Promise((resolve) => {
      execFile(command, [...runtime.args, PROGRAM, ...line], { env }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), said: `${stdout}${stderr}` });
      });
    });
  }

  it.skipIf('missing' in found)(`there is colour when it is asked for, and a histogram${why}`, async () => {
    assertBuilt();
    const red = '\u001B[31m';
    expect((await zmq('nothing', '--color=always')).said).toContain(`${red}error:`);
    expect((await zmq('nothing')).said).toMatch(/^error:/);
    const file = join(home, `${runtime.name}.histogram`);
    const quick = ['--duration', '20ms', '--warmup', '10ms', '--repeat', '1', '--histogram', file];
    expect(await zmq('bench', 'lat', ...quick)).toMatchObject({ code: 0, said: expect.stringMatching(/p99/) });
    expect((await stat(file)).size).toBeGreaterThan(0);
  });

  it.skipIf('missing' in found)(`probe, ping, doctor, monitor, keygen and context work${why}`, async () => {
    assertBuilt();
    const reply = new ZMQReply();
    onTestFinished(() => reply.close());
    const endpoint = await reply.bind('tcp://127.0.0.1:*');
    const project = ['--project', home];
    expect(await zmq('probe', endpoint)).toMatchObject({ code: 0, said: expect.stringContaining('NULL, REP') });
    expect(await zmq('probe', `ipc://${home}/nobody`)).toMatchObject({ code: 4 });
    expect(await zmq('ping', endpoint, '-n', '2', '-i', '1ms')).toMatchObject({
      code: 0,
      said: expect.stringContaining('2 sent, 2 answered'),
    });
    const doctor = await zmq('doctor', endpoint, ...project);
    expect(doctor).toMatchObject({ code: 0, said: expect.stringMatching(/^ok {3}handshake .*REP/m) });
    expect(doctor.said).toMatch(/^ok {3}ipc .*there and back/m);
    expect(doctor.said).toMatch(/^ok {3}curve .*encrypted/m);
    expect(await zmq('monitor', 'req', endpoint, '-n', '1', '-e', 'handshake-succeeded', '-t', '10s')).toMatchObject({
      code: 0,
      said: expect.stringContaining('handshake-succeeded'),
    });
    const file = join(home, `${runtime.name}.key`);
    expect(await zmq('keygen', '--out', file)).toMatchObject({ code: 0 });
    expect((await stat(`${file}_secret`)).mode & 0o777).toBe(0o600);
    expect(await zmq('keygen', '--out', file)).toMatchObject({ code: 1 });
    expect(await zmq('context', 'save', 'lab', endpoint)).toMatchObject({ code: 0, said: '' });
    expect(await zmq('probe', '--context', 'lab')).toMatchObject({ code: 0 });
  });
});
