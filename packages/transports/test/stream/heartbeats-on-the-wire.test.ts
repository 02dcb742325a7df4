// @module-tag slow

import { describe, expect, it, vi } from 'vitest';
import { ipc as ipcTransport } from '../../src/ipc/index.js';
import { tcp as tcpTransport } from '../../src/tcp/index.js';
import { pairOver, Party, type Upper } from './party.js';
import { frame, octets, RawPeer } from './raw-peer.js';

const ipc = ipcTransport();
const tcp = tcpTransport();

const ANY = 'tcp://127.0.0.1:*';

async function rawPair(
  party: Party,
  peerType: string,
  options?: Parameters<RawPeer['greet']>[1],
): Promise<readonly [Upper, RawPeer]> {
  const raw = RawPeer.to(await party.listen(tcp, ANY));
  await raw.greet(peerType, options);
  return [await party.upper(), raw];
}

/** For what takes seconds of computing on a busy machine. */
const FLOOD = { timeout: 60_000 };
const ROUNDS = 60;

const PING = '04 08 04 "PING" 000A "x"';
const PONG = '04 06 04 "PONG" "x"';

describe('heartbeats', () => {
  it('are PING commands with our time to live, after the handshake (H-01, H-10)', async () => {
    const [, raw] = await rawPair(
      new Party('PULL', { heartbeatInterval: 20, heartbeatTimeout: 5000, heartbeatTimeToLive: 1234 }),
      'PUSH',
    );
    await raw.until('a PING', ({ traffic }) => traffic.length >= 9);
    expect(raw.traffic.subarray(0, 9)).toEqual(octets('04 07 04 "PING" 000C'));
  });

  it('come again after an answer, and not before (H-08)', async () => {
    const party = new Party('PULL', { heartbeatInterval: 300, heartbeatTimeout: 5000 });
    const [upper, raw] = await rawPair(party, 'PUSH');
    for (let count = 1; count <= 3; count++) {
      await raw.until('a PING', ({ traffic }) => traffic.length === 9 * count);
      raw.send('04 05 04 "PONG"');
    }
    expect(upper.closes).toBe(0);
  });

  it('that nobody answers end the connection, as one to be made again (H-06, E-06, B-093)', async () => {
    const [upper] = await rawPair(new Party('PULL', { heartbeatInterval: 20, heartbeatTimeout: 30 }), 'PUSH');
    await upper.until('the end', ({ closes }) => closes === 1);
    expect(upper.error).toMatchObject({ code: 'ETIMEDOUT' });
    expect(upper.error?.message).toContain('nothing was received for 30 ms (heartbeatTimeout)');
  });

  it('wait as long as the interval by default (H-06, B-092)', async () => {
    const [upper] = await rawPair(new Party('PULL', { heartbeatInterval: 25 }), 'PUSH');
    await upper.until('the end', ({ closes }) => closes === 1);
    expect(upper.error?.message).toContain('25 ms');
  });

  it('are not sent to a peer of 3.0 (H-09, V-05)', async () => {
    const [upper, raw] = await rawPair(new Party('PULL', { heartbeatInterval: 10, heartbeatTimeout: 10 }), 'PUSH', {
      minor: 0,
    });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect([upper.closes, raw.traffic.length]).toEqual([0, 0]);
  });

  it('of the peer are answered with their context (H-02)', async () => {
    const [upper, raw] = await rawPair(new Party('PULL'), 'PUSH');
    raw.send(PING, frame('between'), '04 07 04 "PING" 0000');
    await raw.until('the answers', ({ traffic }) => traffic.length === 8 + 7);
    expect(raw.traffic).toEqual(octets(PONG, '04 05 04 "PONG"'));
    expect(upper.texts).toEqual(['between']);
  });

  it('of the peer may be short or long; the answer holds nothing of ours (H-03, H-04, X-16, A-05)', async () => {
    for (const ping of [
      '04 05 04 "PING"',
      '04 06 04 "PING" 00',
      '04 17 04 "PING" 0000 "0123456789abcdefg"' /* 17 octets of context */,
      '04 18 04 "PING" 0000 "0123456789abcdefg" 00',
    ]) {
      const bytes = octets(ping);
      bytes[1] = bytes.length - 2;
      const [upper, raw] = await rawPair(new Party('PULL'), 'PUSH');
      raw.send(frame('a secret of somebody else'), bytes, PING);
      await raw.until('an end or an answer', ({ traffic, ended }) => ended || traffic.includes('x'));
      expect(raw.traffic.length).toBeLessThanOrEqual(bytes.length + 8);
      expect(raw.traffic.includes('secret')).toBe(false);
      upper.link.destroy();
    }
  });

  it('that answer nothing are ignored (X-17)', async () => {
    const [upper, raw] = await rawPair(new Party('PULL'), 'PUSH');
    raw.send('04 05 04 "PONG"', '04 19 04 "PONG" "0123456789abcdefghij"', frame('fine'));
    await upper.until('the message', ({ texts }) => texts.length === 1);
    expect(upper.texts).toEqual(['fine']);
  });

  it('of a peer that promised to, and stopped, end the connection (H-07)', async () => {
    const [upper, raw] = await rawPair(new Party('PULL'), 'PUSH');
    raw.send('04 07 04 "PING" 0001');
    await upper.until('the end', ({ closes }) => closes === 1);
    expect(upper.error).toMatchObject({ code: 'ETIMEDOUT' });
    expect(upper.error?.message).toContain('100 ms (the time to live in its heartbeat)');
  });

  it(
    'come in a flood from a peer that reads nothing: answers are bounded, and it is served later (A-06)',
    FLOOD,
    async () => {
      const [upper, raw] = await rawPair(new Party('PULL'), 'PUSH');
      raw.socket.pause();
      const flood = Buffer.concat(Array.from({ length: 10_000 }, () => octets(PING)));
      for (let round = 0; round < ROUNDS; round++) {
        raw.socket.write(flood);
        if (round % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
      }
      await new Promise<void>((resolve) => {
        raw.socket.write(frame('after the flood'), () => resolve());
      });
      await upper.until('the message', ({ texts }) => texts.length === 1);
      raw.socket.resume();
      await vi.waitFor(() => expect(upper.link.flushed).toBe(true), FLOOD);
      upper.link.send('bye');
      await raw.until('the last message', ({ traffic }) => traffic.includes('bye'));
      expect(raw.traffic.length).toBeLessThan(ROUNDS * 10_000 * 8);
    },
  );

  it('keep a healthy pair together (B-093)', async () => {
    const options = { heartbeatInterval: 5, heartbeatTimeout: 250, heartbeatTimeToLive: 250 };
    const [server, client] = await pairOver(tcp, ANY, new Party('PAIR', options), new Party('PAIR', options));
    await new Promise((resolve) => setTimeout(resolve, 300));
    server.link.send('still here');
    await client.until('the message', ({ texts }) => texts.length === 1);
    expect([server.closes, client.closes]).toEqual([0, 0]);
  });

  it('do not end the connection to a peer whose messages we do not read (H-13)', async () => {
    const options = { heartbeatInterval: 10, heartbeatTimeout: 100, heartbeatTimeToLive: 200 };
    const party = new Party('PULL', options);
    party.room = 1;
    const [pull, push] = await pairOver(tcp, ANY, party, new Party('PUSH', options));
    const count = 2000;
    for (let index = 0; index < count; index++) push.link.send(Buffer.alloc(10_000));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect([pull.closes, push.closes]).toEqual([0, 0]);
    pull.take(Infinity);
    await pull.until('everything', ({ messages }) => messages.length === count);
    expect([pull.closes, push.closes]).toEqual([0, 0]);
  });

  it('do not end the connection to a peer that reads a large message slowly, and do when it stops reading', async () => {
    // Over ipc the system takes little at once, so that bytes leave in small steps.
    const party = new Party('PUSH', { heartbeatInterval: 50, heartbeatTimeout: 150 });
    const raw = RawPeer.to(await party.listen(ipc, 'ipc://*'));
    await raw.greet('PULL');
    const upper = await party.upper();
    const size = 64 * 1024 * 1024;
    upper.link.send(Buffer.alloc(size));
    raw.socket.pause();
    // It answers no PING: those wait behind the message. What the system holds for us leaves in steps.
    let read = 0;
    const started = performance.now();
    const slowly = setInterval(() => {
      const chunk: Buffer | null = raw.socket.read();
      read += chunk?.length ?? 0;
    }, 5);
    await vi.waitFor(() => expect(performance.now() - started > 1000 && read > size / 64).toBe(true), 20_000);
    clearInterval(slowly);
    const closesWhileReading = upper.closes;
    expect(upper.link.flushed).toBe(false);
    await upper.until('the end', ({ closes }) => closes === 1);
    expect(closesWhileReading).toBe(0);
    expect(upper.error).toMatchObject({ code: 'ETIMEDOUT' });
  });

  it('find a peer that is gone although the system goes on taking what is sent', async () => {
    const [upper, raw] = await rawPair(new Party('PUSH', { heartbeatInterval: 50, heartbeatTimeout: 100 }), 'PULL');
    raw.socket.pause();
    const sending = setInterval(() => upper.link.send(Buffer.alloc(100)), 5);
    await upper.until('the end', ({ closes }) => closes === 1);
    clearInterval(sending);
    expect(upper.error).toMatchObject({ code: 'ETIMEDOUT' });
  });

  it('are answered before they are read: a peer whose large message comes slowly hears from us', async () => {
    const [upper, raw] = await rawPair(new Party('PULL'), 'PUSH');
    raw.send('04 07 04 "PING" 0000');
    const size = 1024 * 1024;
    const header = Buffer.alloc(9);
    header[0] = 2;
    header.writeBigUInt64BE(BigInt(size), 1);
    raw.send(header);
    let sent = 0;
    const slowly = setInterval(() => {
      if (sent === size) return;
      raw.socket.write(Buffer.alloc(16_384));
      sent += 16_384;
    }, 10);
    await upper.until('the message', ({ messages }) => messages.length === 1);
    clearInterval(slowly);
    // 64 steps of at least 10 ms; one answer has been asked for.
    expect(raw.traffic.subarray(0, 14)).toEqual(octets('04 05 04 "PONG" 04 05 04 "PONG"'));
  });

  it('are answered before they are read while our queue is full (H-13)', async () => {
    const party = new Party('PULL');
    party.room = 1;
    const [upper, raw] = await rawPair(party, 'PUSH');
    raw.send('04 07 04 "PING" 0000', frame('one'), frame('two'));
    await upper.until('the first', ({ texts }) => texts.length === 1);
    await raw.until('signs of life', ({ traffic }) => traffic.length >= 14);
    expect(raw.traffic.subarray(0, 14)).toEqual(octets('04 05 04 "PONG" 04 05 04 "PONG"'));
  });

  it('are not shown to a peer of 3.0 (H-09, V-05)', async () => {
    const party = new Party('PULL', { heartbeatInterval: 10, heartbeatTimeout: 10 });
    party.room = 1;
    const [upper, raw] = await rawPair(party, 'PUSH', { minor: 0 });
    raw.send(frame('one'), frame('two'));
    await upper.until('the first', ({ texts }) => texts.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect([upper.closes, raw.traffic.length]).toEqual([0, 0]);
  });

  it('do not end the connection to a consumer that is slow and steady', async () => {
    for (const heartbeats of ['sender', 'both']) {
      const options = { heartbeatInterval: 150, heartbeatTimeout: 600 };
      const party = new Party('PULL', heartbeats === 'both' ? options : {});
      party.room = 500;
      const [pull, push] = await pairOver(tcp, ANY, party, new Party('PUSH', options));
      const body = Buffer.alloc(100);
      // As a queue with a mark of 1000: paused at the mark, resumed at half of it.
      const consuming = setInterval(() => pull.room <= 0 && pull.take(500), 40);
      const sending = setInterval(() => {
        for (let count = 0; count < 2000 && push.link.send(body); count++);
      }, 5);
      await new Promise((resolve) => setTimeout(resolve, 1800));
      await pull.until('enough', ({ messages }) => messages.length > 1000);
      clearInterval(consuming);
      clearInterval(sending);
      expect([heartbeats, pull.closes, push.closes]).toEqual([heartbeats, 0, 0]);
      pull.link.destroy();
    }
  });
});
