import { curveKeyPair } from '@zeromq-ts/security';
import { describe, expect } from 'vitest';
import { cancel, GREETING, octets, subscribe } from './octets.js';
import type { RawPeer } from './raw-peer.js';
import type { Stage } from './stage.js';
import { attack } from './stage.js';
import { VictimProcess } from './victim-process.js';

/** A turn of the event loop on a busy machine, with a collection of garbage in it. What was found took seconds. */
const MAX_TURN_MS = 500;
const SMALL_HEAP = 512;

/** Subscriptions to so many topics of three bytes, as they are on the wire. */
function manyTopics(count: number): Buffer {
  const block = Buffer.alloc(6 * count);
  for (let index = 0; index < count; index++) {
    block[6 * index + 1] = 4;
    block[6 * index + 2] = 1;
    block.writeUIntBE(index, 6 * index + 3, 3);
  }
  return block;
}

/** As many frames as a message may have and one less, all empty and with MORE. */
const ENDLESS = Buffer.alloc(2 * 262_143, Buffer.of(1, 0));
const MANY_FRAMES = octets(ENDLESS, '00 00');

const ALL_TOPICS = manyTopics(2 ** 20 - 1);

async function strangers(stage: Stage, endpoint: string, type: string, count: number): Promise<RawPeer[]> {
  const peers: RawPeer[] = [];
  for (let index = 0; index < count; index++) peers.push(await stage.client(endpoint).greet(type));
  return peers;
}

/** An honest subscriber gets what is published. */
async function servesSubscriber(stage: Stage, victim: VictimProcess): Promise<void> {
  const subscriber = await stage.client(victim.endpoint).greet('SUB');
  subscriber.send(subscribe('honest'));
  const publishing = setInterval(() => victim.publish('honest'), 50);
  try {
    await subscriber.until('what is published', () => subscriber.traffic.includes('honest'));
  } finally {
    clearInterval(publishing);
  }
}

describe('subscriptions of strangers', () => {
  for (const type of ['PUB', 'XPUB'] as const) {
    attack(`A-17 to a long topic and short ones that it begins with do not hold up a ${type}`, async (stage) => {
      const victim = await VictimProcess.start(type, {}, type === 'PUB' ? 'idle' : 'receive', SMALL_HEAP);
      const [long, short] = (await strangers(stage, victim.endpoint, 'SUB', 2)) as [RawPeer, RawPeer];
      await long.flood(subscribe(Buffer.alloc(2 ** 20, 'a')), 1);
      await servesSubscriber(stage, victim);
      victim.reset();
      await short.flood(octets(subscribe('a'), cancel('a'), subscribe('aa'), cancel('aa')), 1000);
      await servesSubscriber(stage, victim);
      // The same by leaving, with a branch for each.
      await short.flood(octets(...Array.from({ length: 1000 }, (_, index) => subscribe('a'.repeat(index + 1)))), 1);
      short.destroy();
      await victim.until('it has left', ({ peers }) => peers === 3);
      await servesSubscriber(stage, victim);
      expect((await victim.report()).longestTurn).toBeLessThan(MAX_TURN_MS);
    });

    attack(`A-17 A-18 to a million topics do not hold up a ${type}, also when the peer leaves`, async (stage) => {
      const victim = await VictimProcess.start(type, {}, type === 'PUB' ? 'idle' : 'receive', 1024);
      const [stranger] = (await strangers(stage, victim.endpoint, 'SUB', 1)) as [RawPeer];
      await stranger.flood(ALL_TOPICS, 1);
      const { megabytes } = await victim.until('they are there', (report) => report.megabytes > 100);
      victim.reset();
      stranger.destroy();
      await servesSubscriber(stage, victim);
      const after = await victim.until('they are gone', (report) => report.megabytes < megabytes / 3);
      expect(after.longestTurn).toBeLessThan(MAX_TURN_MS);
    });
  }

  attack('A-17 of many have a budget together: the largest go, and the others are served', async (stage) => {
    const victim = await VictimProcess.start('PUB', {}, 'idle', SMALL_HEAP);
    const small = await stage.client(victim.endpoint).greet('SUB');
    small.send(subscribe('honest'));
    for (const stranger of await strangers(stage, victim.endpoint, 'SUB', 6)) await stranger.flood(ALL_TOPICS, 1);
    const report = await victim.until('the largest are cut off', ({ cuts }) => cuts >= 4);
    expect(report.megabytes).toBeLessThan(400);
    victim.publish('honest');
    await small.until('what is published', () => small.traffic.includes('honest'));
    expect(small.over).toBe(false);
    await servesSubscriber(stage, victim);
  });

  attack(
    'A-17 of ten thousand peers with ten topics, and of one with 100,000, are within the budget',
    async (stage) => {
      const victim = await stage.binder('PUB');
      const raw = await stage.client(victim.endpoint).greet('SUB');
      for (let first = 0; first < 200_000; first += 2000) {
        await raw.flood(octets(...Array.from({ length: 2000 }, (_, index) => subscribe(`topic ${first + index}.`))), 1);
      }
      await victim.socket.subscribed('topic 199999.');
      expect(victim.diary.all('disconnected')).toEqual([]);
    },
  );

  attack('A-19 that change for ever take little of an XPUB that does not receive', async (stage) => {
    const victim = await VictimProcess.start('XPUB', {}, 'idle', 256);
    const [stranger] = (await strangers(stage, victim.endpoint, 'SUB', 1)) as [RawPeer];
    await stranger.flood(octets(...Array.from({ length: 1000 }, () => octets(subscribe(''), cancel('')))), 600);
    await servesSubscriber(stage, victim);
    expect((await victim.report()).megabytes).toBeLessThan(100);
  });
});

const PEERS = { PULL: 'PUSH', ROUTER: 'DEALER', DEALER: 'DEALER', REP: 'REQ', SUB: 'PUB', XSUB: 'PUB', XPUB: 'XSUB' };

describe('messages that do not end', () => {
  for (const [type, peer] of Object.entries(PEERS)) {
    attack(`A-23 A-24 of many strangers are cut off by a ${type}, which serves the others`, async (stage) => {
      const victim = await VictimProcess.start(type, {}, 'receive', SMALL_HEAP);
      const all = await strangers(stage, victim.endpoint, peer, 30);
      await Promise.all(all.map((stranger) => stranger.flood(ENDLESS, 1)));
      const report = await victim.until('some are cut off', ({ cuts }) => cuts > 0);
      expect(report.megabytes).toBeLessThan(400);
      const honest = await stage.client(victim.endpoint).greet(peer);
      honest.send('01 00 01 06 "honest" 00 06 "honest"');
      if (type === 'XPUB') await servesSubscriber(stage, victim);
      await victim.until('it serves the others', (now) => now.honest > 0);
      expect(honest.over).toBe(false);
    });
  }

  attack('A-23 takes little of a PAIR, which serves the next peer', async (stage) => {
    const victim = await VictimProcess.start('PAIR', {}, 'receive', 256);
    const [stranger] = (await strangers(stage, victim.endpoint, 'PAIR', 1)) as [RawPeer];
    await stranger.flood(ENDLESS, 1);
    stranger.send('01 00 01 00');
    await stranger.untilOver();
    expect((await victim.until('it has left', ({ peers }) => peers === 0)).megabytes).toBeLessThan(100);
    const honest = await stage.client(victim.endpoint).greet('PAIR');
    honest.send('00 06 "honest"');
    await victim.until('it serves the next', (now) => now.honest > 0);
  });

  attack('A-23 A-24 of hundreds that come at once do not outgrow the heap', async (stage) => {
    const victim = await VictimProcess.start('PULL', {}, 'receive', SMALL_HEAP);
    const all = await Promise.all(Array.from({ length: 200 }, () => stage.client(victim.endpoint).greet('PUSH')));
    await Promise.all(all.map((stranger) => stranger.flood(ENDLESS.subarray(0, 300_000), 1)));
    await victim.until('some are cut off', ({ cuts }) => cuts > 0);
    const honest = await stage.client(victim.endpoint).greet('PUSH');
    honest.send('00 06 "honest"');
    await victim.until('it serves the others', (now) => now.honest > 0);
  });

  attack('A-24 of a handshake count as well, and those that do not go on with it are cut off', async (stage) => {
    const victim = await stage.binder('PULL', { maxIncomingBytes: 2 ** 20 });
    const bystander = await stage.bystander(victim);
    const strangerCount = 30;
    for (let index = 0; index < strangerCount; index++) {
      const stranger = stage.client(victim.endpoint);
      // The beginning of a READY of 60,000 bytes.
      stranger.send(GREETING, '06 00 00 00 00 00 00 EA 60', Buffer.alloc(55_000, 'x'));
    }
    const failed = await victim.diary.next('handshake-failed');
    expect(failed.error).toMatchObject({ code: 'ENOBUFS' });
    expect(victim.diary.all('handshake-failed').length).toBeLessThan(strangerCount);
    await bystander.exchange();
    await (await stage.bystander(victim)).exchange();
  });

  attack('A-24 hold up a large one of somebody else for seconds only', async (stage) => {
    const victim = await VictimProcess.start('PULL', { maxIncomingBytes: 4 * 2 ** 20 }, 'receive', SMALL_HEAP);
    const all = await strangers(stage, victim.endpoint, 'PUSH', 10);
    for (const stranger of all) await stranger.flood(ENDLESS.subarray(0, 60_000), 1);
    const honest = await stage.client(victim.endpoint).greet('PUSH');
    const part = octets('03 00 00 00 00 00 10 00 00', Buffer.alloc(2 ** 20, 'x'));
    await honest.flood(part, 20);
    honest.send('00 06 "honest"');
    await victim.until('it has come', (now) => now.honest === 1);
    expect(honest.over).toBe(false);
  });

  attack('A-23 and those of very many frames that do are held back by their bytes', async (stage) => {
    const victim = await VictimProcess.start('PULL', {}, 'idle', 1024);
    const all = await strangers(stage, victim.endpoint, 'PUSH', 40);
    void Promise.all(all.map((stranger) => stranger.flood(MANY_FRAMES, 10)));
    const { queuedIncoming } = await victim.until('some have come', (report) => report.queuedIncoming >= 5);
    expect(queuedIncoming).toBeLessThan(20);
    expect((await victim.report()).megabytes).toBeLessThan(800);
  });
});

describe('peers that are let in, and friends of the same process,', () => {
  attack('A-23 fill no more than the queue with messages of very many frames, also under CURVE', async (stage) => {
    const [server, client] = [curveKeyPair(), curveKeyPair()];
    const options = { curveServer: true, curveSecretKey: server.secretKey, authenticate: [client.publicKey] };
    const victim = await VictimProcess.start('PULL', options, 'idle', SMALL_HEAP);
    const { socket } = stage.connecter('PUSH', victim.endpoint, {
      curveServerKey: server.publicKey,
      curvePublicKey: client.publicKey,
      curveSecretKey: client.secretKey,
      linger: 0,
    });
    const frames = Array.from({ length: 10_000 }, () => '');
    for (let left = 300; left > 0; left--) void socket.send(frames).catch(() => {});
    // 64 MiB, at 128 bytes for each frame: some 50 messages.
    const full = await victim.until('its queue is full', ({ queuedIncoming }) => queuedIncoming > 40);
    expect(full.queuedIncoming).toBeLessThan(60);
    expect(full.megabytes).toBeLessThan(200);
  });

  attack('A-17 have a budget for subscriptions over inproc as well', async (stage) => {
    const name = `inproc://budget-of-${stage.transport}`;
    const publisher = await stage.binder('PUB', { maxSubscriptionBytes: 2 ** 20 }, name);
    const friend = stage.connecter('SUB', name, { topics: ['news'] });
    await publisher.socket.subscribed('news');
    const greedy = stage.connecter('SUB', name, {
      topics: Array.from({ length: 10_000 }, (_, index) => `${index}`),
      reconnectInterval: Infinity,
    });
    await greedy.diary.next('disconnected');
    await publisher.socket.send('news');
    expect((await friend.socket.receive({ timeout: 10_000 })).text()).toBe('news');
  });
});
