import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSocket, type SocketTypeName } from '@zeromq-ts/core';
import '@zeromq-ts/dealerrouter';
import '@zeromq-ts/pubsub';
import { ZMQPush } from '@zeromq-ts/pushpull';
import '@zeromq-ts/reqrep';
import '@zeromq-ts/websocket';
import { Certificate, PasswordTable } from '@zeromq-ts/security';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ForeignPeer } from '../../interop/foreign-peer.js';
import { preparePeers } from '../../interop/peer-programs.js';
import { type Outcome, zmq } from '../in-process.js';

const folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-handshake-'));
const clients = await mkdtemp(join(folder, 'clients-'));
const { programs, cleanUp } = await preparePeers();
const [server, anna, stranger] = [Certificate.generate(), Certificate.generate(), Certificate.generate()];
const path = (name: string): string => join(folder, name);

beforeAll(async () => {
  await Promise.all([
    server.save(path('server.key')),
    anna.save(path('anna.key')),
    stranger.save(path('stranger.key')),
  ]);
  await anna.savePublic(join(clients, 'anna.key'));
  await writeFile(path('password'), 'secret', { mode: 0o600 });
  await writeFile(path('wrong-password'), 'guessed', { mode: 0o600 });
});
afterAll(async () => {
  await cleanUp();
  await rm(folder, { recursive: true, force: true });
});

const AS_ANNA = ['--cert', path('anna.key'), '--server-key', path('server.key')];
const AS_STRANGER = ['--cert', path('stranger.key'), '--server-key', path('server.key')];
const WRONG_SERVER = ['--cert', path('anna.key'), '--server-key', path('stranger.key')];

const probe = (endpoint: string, ...flags: string[]): Promise<Outcome> =>
  zmq(['probe', endpoint, '--handshake', ...flags]);

async function bound(type: SocketTypeName, options: object, endpoint = 'tcp://127.0.0.1:*'): Promise<string> {
  const socket = type === 'SUB' ? createSocket(type, undefined, [], options) : createSocket(type, undefined, options);
  onTestFinished(() => socket.close({ linger: 0 }));
  return socket.bind(endpoint);
}

describe.each(['zmtp', 'libzmq'] as const)('zmq probe --handshake with the engine %s', (engine) => {
  const left = engine === 'libzmq' && process.env['WITHOUT_ZEROMQ'] !== undefined;
  const why = left ? ' (skipped: it is left out, by WITHOUT_ZEROMQ)' : '';
  const curve = { engine, ...server.server(), authenticate: [anna.publicKey] };

  it.skipIf(left).each(['REP', 'ROUTER', 'PUB', 'XPUB', 'PULL', 'SUB', 'XSUB'] as const)(
    `XP-04 is accepted by a %s with CURVE${why}`,
    async (type) => {
      const { code, stdout } = await probe(await bound(type, curve), ...AS_ANNA);
      expect(stdout).toMatch(/handshake +accepted as [A-Z]+ by an? [A-Z]+ in [\d.]+ ms$/m);
      expect(code).toBe(0);
    },
  );

  it.skipIf(left)(`XP-04 ends with 5, and what to check, when the keys are refused${why}`, async () => {
    const endpoint = await bound('REP', curve);
    for (const flags of [AS_STRANGER, WRONG_SERVER, []]) {
      const { code, stdout } = await probe(endpoint, ...flags, '-t', '2s');
      expect([code, flags, stdout]).toEqual([5, flags, expect.stringMatching(/^ {2}handshake +.+$/m)]);
    }
  });

  it.skipIf(left)(`XP-04 makes a handshake with PLAIN${why}`, async () => {
    const plain = { engine, plainServer: true, authenticate: new PasswordTable({ anna: 'secret' }) };
    const endpoint = await bound('PULL', plain);
    const as = (file: string): Promise<Outcome> =>
      probe(endpoint, '--plain-user', 'anna', '--password-file', path(file));
    expect(await as('password')).toMatchObject({ code: 0, stdout: expect.stringContaining('accepted as PUSH') });
    expect(await as('wrong-password')).toMatchObject({ code: 5 });
  });
});

describe.each(programs)('zmq probe --handshake with $name', (program) => {
  const { missing } = program;
  const why = missing === undefined ? '' : ` (skipped: ${missing})`;

  it.skipIf(missing !== undefined)(`XP-04 is accepted or refused by its authenticator${why}`, async () => {
    const environment = { PEER_CERTIFICATE: path('server.key'), PEER_CLIENTS: clients };
    for (const type of ['REP', 'PUB', 'PULL'] as const) {
      const peer = await ForeignPeer.start(program, type, 'bind', 'tcp://127.0.0.1:*', undefined, environment);
      expect(await probe(peer.endpoint, ...AS_ANNA)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('accepted'),
      });
      expect(await probe(peer.endpoint, ...AS_STRANGER)).toMatchObject({ code: 5 });
      await peer.end();
    }
  });
});

describe('zmq probe --handshake', () => {
  it('XP-04 takes nothing from a PUSH with NULL, and says why', async () => {
    const push = new ZMQPush();
    onTestFinished(() => push.close({ linger: 0 }));
    const endpoint = await push.bind('tcp://127.0.0.1:*');
    const { code, stdout } = await probe(endpoint);
    expect([code, stdout]).toEqual([0, expect.stringContaining('not made: a PUSH would give its messages')]);
    expect(push.stats().peers).toBe(0);
  });

  it('XP-04 takes nothing from a PUSH with CURVE, whose type is not known before', async () => {
    const push = new ZMQPush(undefined, { ...server.server(), authenticate: () => true });
    onTestFinished(() => push.close({ linger: 0 }));
    const endpoint = await push.bind('tcp://127.0.0.1:*');
    let outcome = 'pending';
    const sent = push.send('mine').then(
      () => (outcome = 'sent'),
      () => (outcome = 'closed'),
    );
    expect((await probe(endpoint, ...AS_ANNA)).code).toBe(6);
    expect(outcome).toBe('pending');
    await push.close({ linger: 0 });
    await sent;
  });

  it('XP-04 gives JSON, and no secret', async () => {
    const endpoint = await bound('REP', { ...server.server(), authenticate: [anna.publicKey] });
    const { stdout, stderr } = await probe(endpoint, ...AS_ANNA, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ mechanism: 'CURVE', handshake: { accepted: true, socketType: 'REP' } });
    expect(`${stdout}${stderr}`).not.toContain(anna.secretKey);
  });

  it('XP-04 works over ws', async () => {
    const endpoint = await bound('REP', { ...server.server(), authenticate: [anna.publicKey] }, 'ws://127.0.0.1:*');
    expect(await probe(endpoint, ...AS_ANNA)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('accepted as REQ'),
    });
    expect(await probe(endpoint, ...AS_STRANGER)).toMatchObject({ code: 5 });
  });

  it('XG-09 refuses security flags that it would not use', async () => {
    expect(await zmq(['probe', 'tcp://127.0.0.1:1', ...AS_ANNA])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--handshake'),
    });
  });

  it('XP-08 is what zmq doctor makes with the security flags', async () => {
    const endpoint = await bound('REP', { ...server.server(), authenticate: [anna.publicKey] });
    const good = await zmq(['doctor', '--project', folder, endpoint, ...AS_ANNA]);
    expect(good.stdout).toMatch(/^ok {3}handshake {8}accepted as REQ by a REP/m);
    expect(good.code).toBe(0);
    const bad = await zmq(['doctor', '--project', folder, endpoint, ...AS_STRANGER]);
    expect(bad.stdout).toMatch(/^fail handshake .*\n +compare the mechanism and the keys/m);
    expect(bad.code).toBe(8);
  });
});
