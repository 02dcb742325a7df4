import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createSocket, type SocketTypeName } from '@zeromq-ts/core';
import { ZMQDealer } from '@zeromq-ts/dealerrouter';
import '@zeromq-ts/pair';
import { ZMQPublisher } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import '@zeromq-ts/reqrep';
import { curveKeyPair, PasswordTable } from '@zeromq-ts/security';
import '@zeromq-ts/websocket';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Finding } from '../../../packages/cli/src/probe/finding.js';
import { probe, type Probed } from '../../../packages/cli/src/probe/probe.js';
import { targetOf } from '../../../packages/cli/src/probe/target.js';
import { ForeignPeer } from '../../interop/foreign-peer.js';
import { preparePeers } from '../../interop/peer-programs.js';

const TYPES = ['REQ', 'REP', 'PUB', 'SUB', 'XPUB', 'XSUB', 'PUSH', 'PULL', 'DEALER', 'ROUTER', 'PAIR'] as const;
const TIMEOUT = 10_000;
/** What a silent peer is waited for. */
const SHORT = 200;

const { publicKey: curvePublicKey, secretKey: curveSecretKey } = curveKeyPair();
const SECURE = [
  ['PLAIN', { plainServer: true, authenticate: new PasswordTable({ anna: 'secret' }) }],
  ['CURVE', { curveServer: true, curvePublicKey, curveSecretKey, authenticate: () => true }],
] as const;

const { programs, folder, cleanUp } = await preparePeers();
afterAll(cleanUp);

const ask = (endpoint: string, timeout = TIMEOUT): Promise<Probed> => probe(targetOf(endpoint), { timeout });

async function find(endpoint: string, timeout?: number): Promise<Finding> {
  return (await ask(endpoint, timeout)).finding;
}

describe.each(programs)('a probe of $name', (program) => {
  const { name, missing } = program;
  const why = missing === undefined ? '' : ` (skipped: ${missing})`;

  it.skipIf(missing !== undefined)(`XP-03 tells the type of each socket over tcp and ipc${why}`, async () => {
    for (const type of TYPES) {
      for (const endpoint of ['tcp://127.0.0.1:*', `ipc://${folder}/${name}-${type}`]) {
        const peer = await ForeignPeer.start(program, type, 'bind', endpoint);
        const { finding, connectMs, greetingMs } = await ask(peer.endpoint);
        expect(finding).toMatchObject({ kind: 'zmtp', version: '3.1', mechanism: 'NULL', ready: { socketType: type } });
        expect([(connectMs as number) >= 0, (greetingMs as number) > 0]).toEqual([true, true]);
        await peer.end();
      }
    }
  });

  // libzmq of Debian has ws; CZMQ is not told how to bind there.
  it.skipIf(missing !== undefined || name !== 'pyzmq')(
    `XP-05 tells the type of each socket over ws${why}`,
    async () => {
      for (const type of TYPES) {
        const peer = await ForeignPeer.start(program, type, 'bind', 'ws://127.0.0.1:*');
        expect(await find(peer.endpoint)).toMatchObject({ version: 'ZWS 2.0', ready: { socketType: type } });
        await peer.end();
      }
    },
  );

  it.skipIf(missing !== undefined)(
    `XP-03 takes no message from a PUSH, DEALER or PAIR with messages waiting${why}`,
    async () => {
      for (const [type, other] of [
        ['PUSH', 'PULL'],
        ['DEALER', 'DEALER'],
        ['PAIR', 'PAIR'],
      ] as const) {
        const peer = await ForeignPeer.start(program, type, 'bind', 'tcp://127.0.0.1:*');
        const sent = (async () => {
          for (const text of ['one', 'two', 'three', 'four']) await peer.sendText(text);
        })();
        for (let round = 0; round < 3; round++) await find(peer.endpoint);
        const socket = createSocket(other);
        onTestFinished(() => socket.close({ linger: 0 }));
        socket.connect(peer.endpoint);
        for (const text of ['one', 'two', 'three', 'four']) {
          const [body] = await socket.receive({ timeout: TIMEOUT });
          expect(Buffer.from(body as Uint8Array).toString()).toBe(text);
        }
        await sent;
        await peer.end();
      }
    },
  );

  it.skipIf(missing !== undefined)(`XP-03 tells the identity of a socket${why}`, async () => {
    const peer = await ForeignPeer.start(program, 'DEALER', 'bind', 'tcp://127.0.0.1:*', 'anna');
    expect(await find(peer.endpoint)).toMatchObject({ ready: { identity: Buffer.from('anna') } });
  });
});

describe.each(['zmtp', 'libzmq'] as const)('a probe of the engine %s', (engine) => {
  const left = engine === 'libzmq' && process.env['WITHOUT_ZEROMQ'] !== undefined;
  const why = left ? ' (skipped: it is left out, by WITHOUT_ZEROMQ)' : '';
  async function bound(type: SocketTypeName, options: object = {}): Promise<string> {
    const own = { engine, ...options };
    const socket = type === 'SUB' ? createSocket(type, undefined, '', own) : createSocket(type, undefined, own);
    onTestFinished(() => socket.close({ linger: 0 }));
    return socket.bind('tcp://127.0.0.1:*');
  }

  it.skipIf(left)(`XP-03 tells the type of each socket over tcp${why}`, async () => {
    for (const type of TYPES) {
      const finding = await find(await bound(type));
      // To see subscriptions, that engine has an XPUB of libzmq for a PUB.
      const socketType = engine === 'libzmq' && type === 'PUB' ? 'XPUB' : type;
      expect(finding).toMatchObject({ version: '3.1', mechanism: 'NULL', ready: { socketType } });
    }
  });

  it.skipIf(left)(`XP-04 tells PLAIN and CURVE, and nothing that comes after them${why}`, async () => {
    for (const [mechanism, options] of SECURE) {
      const expected = { mechanism, ready: undefined, withoutReady: expect.stringContaining('after authentication') };
      expect(await find(await bound('REP', options))).toMatchObject(expected);
    }
  });
});

describe('what a probe costs its peer', () => {
  const left = process.env['WITHOUT_ZEROMQ'] !== undefined;
  const why = left ? ' (skipped: it is left out, by WITHOUT_ZEROMQ)' : '';

  it.skipIf(left)(`XP-03 libzmq reports that a connection came, and that its handshake failed${why}`, async () => {
    const zeromq = await import('zeromq');
    const push = new zeromq.Push({ linger: 0 });
    onTestFinished(() => push.close());
    const told: string[] = [];
    const ended = new Promise<void>((resolve) => {
      push.events.on('accept', () => void told.push('accept'));
      push.events.on('handshake', () => void told.push('handshake'));
      push.events.on('disconnect', () => void told.push('disconnect'));
      push.events.on('handshake:error:other', () => {
        told.push('handshake:error:other');
        resolve();
      });
    });
    await push.bind('tcp://127.0.0.1:*');
    await find(push.lastEndpoint as string);
    await ended;
    expect(told).toEqual(['accept', 'handshake:error:other']);
  });
});

describe('a probe over ws', () => {
  const bound = async (type: SocketTypeName, options: object = {}): Promise<string> => {
    const socket = type === 'SUB' ? createSocket(type) : createSocket(type, undefined, options);
    onTestFinished(() => socket.close({ linger: 0 }));
    return socket.bind('ws://127.0.0.1:*/zmq');
  };

  it('XP-05 tells the type of each socket', async () => {
    for (const type of TYPES) {
      const expected = { version: 'ZWS 2.0', mechanism: 'NULL', ready: { socketType: type } };
      expect(await find(await bound(type))).toMatchObject(expected);
    }
  });

  it('XP-04 XP-05 tells PLAIN and CURVE', async () => {
    for (const [mechanism, options] of SECURE) {
      expect(await find(await bound('REP', options))).toMatchObject({ mechanism, ready: undefined });
    }
  });

  it('XP-05 asks for ZWS 2.0 without a mechanism only when it is told to', async () => {
    const endpoint = await bound('REP');
    const { finding } = await probe(targetOf(endpoint), { timeout: TIMEOUT, bare: true });
    expect(finding).toMatchObject({ kind: 'zmtp', version: 'ZWS 2.0', mechanism: 'none', ready: undefined });
  });

  it('XP-03 leaves all messages of a PUSH to others', async () => {
    const push = new ZMQPush();
    onTestFinished(() => push.close({ linger: 0 }));
    const endpoint = await push.bind('ws://127.0.0.1:*');
    const sent = Promise.all(['one', 'two', 'three'].map((text) => push.send(text)));
    await find(endpoint);
    await find(endpoint);
    const pull = new ZMQPull();
    onTestFinished(() => pull.close());
    pull.connect(endpoint);
    for (const text of ['one', 'two', 'three']) {
      expect((await pull.receive({ timeout: TIMEOUT })).text()).toBe(text);
    }
    await sent;
  });
});

describe('a probe of something else', () => {
  async function listening(serve: (socket: Socket) => void): Promise<string> {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      onTestFinished(() => void socket.destroy());
      serve(socket);
    });
    return listen(server);
  }

  async function listen(server: Server): Promise<string> {
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('XP-05 names HTTP, over tcp and ws', async () => {
    const endpoint = await listen(createHttpServer((_, response) => response.end('a page')));
    expect(await find(endpoint)).toMatchObject({ kind: 'other', protocol: 'HTTP' });
    expect(await find(endpoint.replace('tcp', 'ws'))).toMatchObject({ kind: 'other', protocol: 'HTTP' });
  });

  it('XP-05 tells a peer that closes at once, one that is silent, and that nobody is there', async () => {
    expect(await find(await listening((socket) => socket.end()))).toEqual({ kind: 'closed' });
    expect(await find(await listening((socket) => socket.resetAndDestroy()))).toEqual({ kind: 'closed' });
    const silent = await listening(() => {});
    expect(await find(silent, SHORT)).toEqual({ kind: 'silent' });
    expect(await find(silent.replace('tcp', 'ws'), SHORT)).toEqual({ kind: 'silent' });
    const { port } = await freePort();
    await expect(ask(`tcp://127.0.0.1:${port}`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(ask(`ipc://${folder}/nobody`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('XP-05 ends with the signal of its caller', async () => {
    const controller = new AbortController();
    const endpoint = await listening(() => controller.abort(new Error('no more')));
    const { signal } = controller;
    await expect(probe(targetOf(endpoint), { timeout: TIMEOUT, signal })).rejects.toThrow('no more');
  });

  it('XP-05 says of what it cannot probe why', () => {
    expect(() => targetOf('udp://127.0.0.1:5555')).toThrow('cannot be probed');
    expect(() => targetOf('inproc://here')).toThrow('nobody else is in this process');
    expect(() => targetOf('tcp://*:5555')).toThrow('tcp://*:5555');
    expect(() => targetOf('ws://[')).toThrow('not a valid URL');
  });

  async function freePort(): Promise<{ port: number }> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return { port };
  }
});

describe('a probe of what works', () => {
  it('XP-03 disturbs nobody: subscribers of a PUB and the peer of a DEALER go on', async () => {
    const publisher = new ZMQPublisher();
    const dealer = new ZMQDealer();
    const other = new ZMQDealer();
    onTestFinished(async () => {
      await Promise.all([publisher.close(), dealer.close(), other.close()]);
    });
    const endpoint = await dealer.bind('tcp://127.0.0.1:*');
    other.connect(endpoint);
    await other.connected();
    for (let round = 0; round < 20; round++) {
      await find(endpoint);
      await dealer.send(`${round}`);
      expect((await other.receive({ timeout: TIMEOUT })).text()).toBe(`${round}`);
    }
    expect(dealer.stats().peers).toBe(1);
  });
});
