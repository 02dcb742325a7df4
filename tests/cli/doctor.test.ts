// @module-tag built
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZMQPublisher, ZMQXPublisher } from '@zeromq-ts/pubsub';
import { ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply } from '@zeromq-ts/reqrep';
import { Certificate } from '@zeromq-ts/security';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { openFilesRow, portsRow } from '../../packages/cli/src/doctor/checks/limits.js';
import { packageRows } from '../../packages/cli/src/doctor/checks/packages.js';
import { runtimeRow } from '../../packages/cli/src/doctor/checks/runtime.js';
import { findPackages } from '../../packages/cli/src/doctor/find-packages.js';
import { redactor } from '../../packages/cli/src/doctor/redact.js';
import { assertBuilt } from '../../build/built-from.mjs';
import { zmq } from './in-process.js';
import { zmqProgram } from './program.js';

interface Row {
  readonly id: string;
  readonly status: string;
  readonly what: string;
  readonly hint?: string;
}

const project = await mkdtemp(join(tmpdir(), 'zeromq-ts-doctor-'));
afterAll(() => rm(project, { recursive: true, force: true }));

async function rows(...argv: string[]): Promise<{ readonly code: number; readonly rows: readonly Row[] }> {
  const { code, stdout } = await zmq(['doctor', '--json', '--project', project, ...argv]);
  return {
    code,
    rows: stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row),
  };
}

const row = (all: readonly Row[], id: string): Row | undefined => all.find((each) => each.id === id);

async function install(folder: string, name: string, version: string): Promise<string> {
  const place = join(project, folder, 'node_modules', name);
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'package.json'), JSON.stringify({ name, version }));
  return place;
}

describe('zmq doctor', () => {
  it('XP-08 sends a message over each transport of each engine, and finds nothing wrong here', async () => {
    const { code, rows: found } = await rows();
    expect(found.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(code).toBe(0);
    for (const id of ['tcp', 'ipc', 'inproc', 'ws', 'curve']) {
      expect(row(found, id)).toMatchObject({ status: 'ok', what: expect.stringMatching(/there and back.* ms$/) });
    }
    for (const id of ['zmq', 'runtime', 'zmtp', 'libzmq', 'open files', 'local ports', 'ipv6', 'multicast', 'clock']) {
      expect(row(found, id)).toBeDefined();
    }
    if (process.env['WITHOUT_ZEROMQ'] === undefined) {
      expect(row(found, 'libzmq')?.what).toMatch(/^the C library 4\.\d.*curve/);
      expect(row(found, 'tcp (libzmq)')).toMatchObject({ status: 'ok' });
    }
  });

  it('XP-08 prints one line for each row, with what to do below it, and a sum', async () => {
    const { code, stdout } = await zmq(['doctor', '--project', project, `ipc://${project}/nobody`]);
    expect(code).toBe(8);
    expect(stdout).toMatch(/^ok {3}runtime {10}Node /m);
    expect(stdout).toMatch(/^fail peer {13}nobody listens there.*\n {22}is the other side started/m);
    expect(stdout).toMatch(/\n\d+ ok, \d+ to look at, 1 failed, \d+ skipped\n$/);
  });

  it('XP-08 finds the packages of a project, and a second copy of core, without running anything', async () => {
    await install('', '@zeromq-ts/core', '1.2.0');
    await install('', 'zeromq', '6.8.0');
    const one = await rows();
    expect(row(one.rows, 'packages')).toMatchObject({ status: 'ok', what: '@zeromq-ts/core 1.2.0, zeromq 6.8.0' });
    expect(row(one.rows, 'core')).toMatchObject({ status: 'ok' });

    await install('node_modules/service', '@zeromq-ts/core', '1.1.0');
    // Links to the same folder are no more copies.
    await mkdir(join(project, 'node_modules/.pnpm/node_modules/@zeromq-ts'), { recursive: true });
    await symlink(join(project, 'node_modules/@zeromq-ts/core'), join(project, 'node_modules/linked'));
    const two = await rows();
    expect(two.code).toBe(0);
    expect(row(two.rows, 'core')).toMatchObject({
      status: 'warn',
      what: expect.stringMatching(/^2 copies of @zeromq-ts\/core: 1\.2\.0 in .*; 1\.1\.0 in /),
      hint: expect.stringContaining('npm dedupe'),
    });
  });

  it('XP-08 finds copies in the store of pnpm, and ends in a circle of links', async () => {
    await rm(join(project, 'node_modules'), { recursive: true });
    const place = await install('node_modules/.pnpm/@zeromq-ts+core@2.0.0', '@zeromq-ts/core', '2.0.0');
    await mkdir(join(project, 'node_modules/@zeromq-ts'), { recursive: true });
    await symlink(place, join(project, 'node_modules/@zeromq-ts/core'));
    await mkdir(join(place, 'node_modules'));
    await symlink(join(project, 'node_modules'), join(place, 'node_modules', 'again'));
    expect(await findPackages(project)).toEqual([{ name: '@zeromq-ts/core', version: '2.0.0', folder: place }]);
    await rm(join(project, 'node_modules'), { recursive: true });
    expect(packageRows(await findPackages(project), project)).toMatchObject([{ id: 'packages', status: 'skip' }]);
  });

  it('XP-08 judges runtimes and limits', () => {
    expect(runtimeRow({ node: '20.19.0' })).toMatchObject({ status: 'ok', what: 'Node 20.19.0' });
    expect(runtimeRow({ node: '20.18.9' })).toMatchObject({ status: 'fail', hint: expect.stringContaining('20.19') });
    expect(runtimeRow({ node: '18.20.0' })).toMatchObject({ status: 'fail' });
    expect(runtimeRow({ node: '24.0.0', bun: '1.4.5' })).toMatchObject({ status: 'ok', what: 'Bun 1.4.5' });
    expect(runtimeRow({ node: '24.0.0', deno: '2.9.6' })).toMatchObject({ status: 'ok', what: 'Deno 2.9.6' });
    expect([256, 1024, Infinity, undefined].map((limit) => openFilesRow(limit).status)).toEqual([
      'warn',
      'ok',
      'ok',
      'skip',
    ]);
    expect(portsRow([32768, 60999]).status).toBe('ok');
    expect(portsRow([60000, 61000])).toMatchObject({ status: 'warn' });
    expect(portsRow(undefined).status).toBe('skip');
  });

  it('XP-08 XA-03 shows names of variables and no values', async () => {
    const env = { ZMQ_CURVE_SECRET_KEY: 'hidden', ZMQ_ENGINE: 'zmtp', OTHER: 'hidden' };
    const { stdout } = await zmq(['doctor', '--project', project], { env });
    expect(stdout).toMatch(/^ok {3}environment {6}set: ZMQ_CURVE_SECRET_KEY, ZMQ_ENGINE=zmtp$/m);
    expect(stdout).not.toContain('hidden');
  });

  it('XP-08 leaves out names and addresses with --redact', async () => {
    const redact = redactor(['tcp://secret.example.org:5555']);
    expect(redact(`secret.example.org is 10.1.2.3, fe80:0:0::1; 127.0.0.1 on ${hostname()}`)).toBe(
      '<peer> is <address>, <address>; 127.0.0.1 on <host>',
    );
    expect(redact('4.3.5 and 20.20.2')).toBe('4.3.5 and 20.20.2');
    const { stdout } = await zmq([
      'doctor',
      '--redact',
      '--project',
      join(project, 'x'),
      'tcp://no-such-host.invalid:5555',
    ]);
    expect(stdout).not.toContain('no-such-host');
  });
});

describe('zmq doctor ENDPOINT', () => {
  it('XP-08 goes from the name to a complete handshake', async () => {
    const reply = new ZMQReply();
    onTestFinished(() => reply.close());
    const endpoint = (await reply.bind('tcp://127.0.0.1:*')).replace('127.0.0.1', 'localhost');
    const { code, rows: found } = await rows(endpoint);
    expect(code).toBe(0);
    expect(row(found, 'endpoint')).toMatchObject({ status: 'ok', what: endpoint });
    expect(row(found, 'name')).toMatchObject({
      status: 'ok',
      what: expect.stringMatching(/^localhost is .*127\.0\.0\.1/),
    });
    expect(found.filter(({ id }) => id === 'peer').map(({ what }) => what)).toContainEqual(
      expect.stringMatching(/^127\.0\.0\.1: ZMTP 3\.1, NULL, REP; connected in/),
    );
    expect(row(found, 'handshake')).toMatchObject({
      status: 'ok',
      what: expect.stringMatching(/^accepted as REQ by a REP in [\d.]+ ms$/),
    });
  });

  it('XP-08 goes there in a process that nothing else keeps alive', async () => {
    assertBuilt();
    const reply = new ZMQReply();
    onTestFinished(() => reply.close());
    const endpoint = await reply.bind('tcp://127.0.0.1:*');
    const { code, stdout, stderr } = await zmqProgram(['doctor', '--project', project, endpoint]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.toString()).toMatch(/^ok {3}handshake {8}accepted as REQ by a REP/m);
  });

  it('XP-08 makes no handshake that would take messages', async () => {
    const push = new ZMQPush();
    onTestFinished(() => push.close({ linger: 0 }));
    const { code, rows: found } = await rows(await push.bind('tcp://127.0.0.1:*'));
    expect([code, row(found, 'handshake')]).toMatchObject([
      0,
      { status: 'skip', what: expect.stringContaining('PUSH') },
    ]);
  });

  it('XP-08 waits for the first message of a publisher, and of nobody else', async () => {
    const quiet = new ZMQXPublisher();
    const publisher = new ZMQXPublisher();
    onTestFinished(async () => {
      await Promise.all([quiet.close(), publisher.close()]);
    });
    const endpoint = await publisher.bind('tcp://127.0.0.1:*');
    const silent = await rows('-t', '100ms', await quiet.bind('tcp://127.0.0.1:*'));
    expect([silent.code, row(silent.rows, 'message')]).toMatchObject([
      0,
      { status: 'warn', what: expect.stringContaining('none in 100 ms') },
    ]);

    const checked = rows(endpoint);
    for await (const [subscription] of publisher) {
      if (Buffer.from(subscription as Uint8Array).toString('latin1') !== '\x01') continue;
      await publisher.send(['weather', 'sunny']);
      const { rows: found } = await checked;
      expect(row(found, 'message')).toMatchObject({
        status: 'ok',
        what: expect.stringMatching(/^the first, of 12 bytes, /),
      });
      break;
    }
    const reply = new ZMQReply();
    onTestFinished(() => reply.close());
    expect(row((await rows(await reply.bind('tcp://127.0.0.1:*'))).rows, 'message')).toMatchObject({ status: 'skip' });
  });

  it('XP-08 tells what is wrong with an endpoint, a name, a port and a peer', async () => {
    const last = async (endpoint: string): Promise<Row> => {
      const { code, rows: found } = await rows('-t', '300ms', endpoint);
      expect(code).toBe(8);
      return found.find(({ status }) => status === 'fail') as Row;
    };
    expect(await last('tcp://127.0.0.1:99999')).toMatchObject({
      id: 'endpoint',
      what: expect.stringContaining('99999'),
    });
    expect(await last('tcp://no-such-host.invalid:1')).toMatchObject({
      id: 'name',
      hint: expect.stringContaining('name'),
    });
    const server = createServer((socket) => socket.resume().end('SSH-2.0-x\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const peer = await last(`tcp://127.0.0.1:${port}`);
    expect(peer).toMatchObject({ id: 'peer', what: expect.stringContaining('SSH'), hint: 'is this the right port?' });
    await new Promise((resolve) => server.close(resolve));
    expect(await last(`tcp://127.0.0.1:${port}`)).toMatchObject({
      id: 'peer',
      what: expect.stringContaining('nobody'),
    });
  });

  it('XP-08 says that a server with CURVE refuses a client without', async () => {
    const certificate = Certificate.generate();
    const publisher = new ZMQPublisher(undefined, { ...certificate.server(), authenticate: () => true });
    onTestFinished(() => publisher.close());
    const { code, rows: found } = await rows(await publisher.bind('tcp://127.0.0.1:*'));
    expect(code).toBe(8);
    expect(row(found, 'handshake')).toMatchObject({ status: 'fail', what: expect.stringContaining('CURVE') });
  });
});
