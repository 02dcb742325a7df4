import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SocketTypeName, ZMQSocket } from '@zeromq-ts/core';
import { createSocket } from '@zeromq-ts/core';
import '@zeromq-ts/dealerrouter';
import '@zeromq-ts/pair';
import type { ZMQPublisher } from '@zeromq-ts/pubsub';
import '@zeromq-ts/pubsub';
import '@zeromq-ts/pushpull';
import '@zeromq-ts/reqrep';
import { Certificate, CertificateStore } from '@zeromq-ts/security';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { fingerprints } from '../interop/fingerprints.js';
import { ForeignPeer } from '../interop/foreign-peer.js';
import { describeLibraries, freshEndpoint } from '../interop/meetings.js';
import { IN_PEACE } from '../processes/line-child.js';

/** Our type, theirs, and who sends. */
const PATTERNS = [
  ['REQ', 'REP', 'both'],
  ['REP', 'REQ', 'both'],
  ['DEALER', 'DEALER', 'both'],
  ['PAIR', 'PAIR', 'both'],
  ['PUSH', 'PULL', 'we'],
  ['PULL', 'PUSH', 'they'],
  ['PUB', 'SUB', 'we'],
  ['SUB', 'PUB', 'they'],
  ['XPUB', 'XSUB', 'we'],
] as const;

const folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-curve-'));
const clients = join(folder, 'clients');
await mkdir(clients);
const file = (name: string): string => join(folder, `${name}.key`);
const [server, client, stranger] = ['server', 'client', 'stranger'].map((name) => Certificate.generate({ name })) as [
  Certificate,
  Certificate,
  Certificate,
];
await server.save(file('server'));
await client.save(file('client'));
await stranger.save(file('stranger'));
await client.savePublic(join(clients, 'client.key'));
const store = new CertificateStore(clients);

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Talker extends ZMQSocket {
  send(message: unknown): Promise<boolean>;
  receive(options?: { timeout?: number }): Promise<{ toString(): string; size: number }>;
  subscribe(topic: string): void;
}

function ours(type: SocketTypeName, options: object): Talker {
  const create = createSocket as (name: string, ...rest: unknown[]) => unknown;
  const socket = type === 'SUB' ? create(type, undefined, [], options) : create(type, undefined, options);
  onTestFinished(() => (socket as Talker).close({ linger: 0 }));
  return socket as Talker;
}

/** Everything each side may say, in either direction. */
async function talk(
  socket: Talker,
  peer: ForeignPeer,
  type: SocketTypeName,
  who: 'both' | 'we' | 'they',
): Promise<void> {
  const large = Buffer.alloc(100_000, 'x');
  const weFirst = who === 'we' || (who === 'both' && type !== 'REP');
  for (const body of [Buffer.from('hello'), large]) {
    if (weFirst) {
      await socket.send(body);
      expect(fingerprints(await peer.receive())).toEqual(fingerprints([body]));
    } else {
      await peer.send(body);
      expect((await socket.receive({ timeout: 10_000 })).size).toBe(body.length);
    }
    if (who !== 'both') continue;
    if (weFirst) {
      await peer.send(body);
      expect((await socket.receive({ timeout: 10_000 })).size).toBe(body.length);
    } else {
      await socket.send(body);
      expect(fingerprints(await peer.receive())).toEqual(fingerprints([body]));
    }
  }
}

describeLibraries((engine, program) => {
  for (const bound of ['by us', 'by them'] as const) {
    for (const transport of ['tcp', 'ipc'] as const) {
      // A bound SUB of libzmq subscribes when somebody reads from it, which these peers do only when they are told to.
      const patterns = PATTERNS.filter(([type]) => bound === 'by us' || !type.endsWith('PUB'));
      it.each(patterns)(
        `CV-22 over ${transport}, bound ${bound}: our %s and their %s, either the server`,
        async (type, theirType, who) => {
          // A REQ of libzmq that is a CURVE server with a ZAP handler gets no replies, whoever its peer is.
          const roles = [true, false].filter(
            (weServe) => !(weServe ? type === 'REQ' && engine === 'libzmq' : theirType === 'REQ'),
          );
          for (const weServe of roles) {
            const options = weServe ? { ...server.server(), authenticate: store } : client.client(server);
            const environment = weServe
              ? { PEER_CERTIFICATE: file('client'), PEER_SERVER: file('server') }
              : { PEER_CERTIFICATE: file('server'), PEER_CLIENTS: clients };
            const socket = ours(type, { ...options, engine });
            const start = (action: 'bind' | 'connect', at: string) =>
              ForeignPeer.start(program, theirType, action, at, undefined, environment);
            const peer =
              bound === 'by us'
                ? await start('connect', await socket.bind(freshEndpoint(transport)))
                : await start('bind', freshEndpoint(transport));
            if (bound === 'by them') socket.connect(peer.endpoint);
            if (theirType === 'SUB') await peer.subscribe(Buffer.alloc(0));
            if (theirType === 'XSUB') await peer.send(Buffer.of(1));
            if (type === 'PUB') await (socket as unknown as ZMQPublisher).subscribed('', { timeout: 10_000 });
            if (type === 'XPUB') await socket.receive({ timeout: 10_000 });
            if (type === 'SUB') {
              socket.subscribe('');
              await socket.connected({ timeout: 10_000 });
              // Their PUB says nothing of a subscriber that has come: it is told until it is heard.
              for (let heard = false; !heard;) {
                await peer.send(Buffer.from('early'));
                heard = await socket.receive({ timeout: 50 }).then(
                  () => true,
                  () => false,
                );
              }
              await peer.send(Buffer.from('now'));
              while (`${await socket.receive({ timeout: 20_000 })}` !== 'now');
            }
            await talk(socket, peer, type, who);
            expect(await peer.end()).toEqual(IN_PEACE);
            await socket.close({ linger: 0 });
          }
        },
      );
    }
  }

  it('CV-18 ZA-15 we refuse their client, and say why', async () => {
    const socket = ours('PULL', { ...server.server(), authenticate: store, engine });
    const failed = new Promise<{ status?: number | undefined; reason?: string | undefined }>((resolve) => {
      socket.once('handshake-failed', resolve);
    });
    const at = await socket.bind(freshEndpoint('tcp'));
    const waiting = socket.connected({ timeout: 10_000 }).catch(() => {});
    const environment = { PEER_CERTIFICATE: file('stranger'), PEER_SERVER: file('server') };
    await ForeignPeer.start(program, 'PUSH', 'connect', at, undefined, environment);
    expect(await failed).toMatchObject({ status: 400, reason: 'its certificate is not in the store' });
    await socket.close({ linger: 0 });
    await waiting;
  });

  it('CV-18 they refuse our client, and we say what to check', async () => {
    const environment = { PEER_CERTIFICATE: file('server'), PEER_CLIENTS: clients };
    const peer = await ForeignPeer.start(program, 'PULL', 'bind', freshEndpoint('tcp'), undefined, environment);
    const socket = ours('PUSH', { ...stranger.client(server), engine });
    const failed = new Promise<{ status?: number | undefined; error?: Error | undefined }>((resolve) => {
      socket.once('handshake-failed', resolve);
    });
    socket.connect(peer.endpoint);
    const waiting = socket.connected({ timeout: 10_000 }).catch(() => {});
    expect(await failed).toMatchObject({ status: 400, error: { code: 'EACCES' } });
    await socket.close({ linger: 0 });
    await waiting;
  });
});
