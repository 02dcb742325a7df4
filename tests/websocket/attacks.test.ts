// @module-tag slow

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import '@zeromq-ts/websocket';
import { describe, expect, it, vi } from 'vitest';
import { rawFrame, ready } from './raw-frames.js';
import { establishedClient, RawPeer, request, type RequestOptions, upgradedClient } from './raw-peer.js';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

const WAIT_OPTIONS = { timeout: 20_000 };
const MIB = 1_048_576;

async function bound(options: object = {}): Promise<{ pull: ZMQPull; endpoint: string }> {
  const pull = using(new ZMQPull(undefined, options));
  return { pull, endpoint: await pull.bind('ws://127.0.0.1:*/feed') };
}

async function stillWorks(pull: ZMQPull, endpoint: string): Promise<void> {
  const push = using(new ZMQPush(endpoint));
  await push.send('still there');
  for (;;) if (String(await pull.receive(WAIT_OPTIONS)) === 'still there') return;
}

async function statusOf(endpoint: string, what: RequestOptions | string): Promise<number> {
  const peer = using(await RawPeer.to(endpoint));
  peer.write(typeof what === 'string' ? what : request(endpoint, what));
  return Number((await peer.head()).slice(9, 12));
}

/** Writes a part, and another one whenever something has happened here, until the other end closes. */
async function drip(peer: RawPeer, bytes: Uint8Array): Promise<number> {
  let sent = 0;
  const timer = setInterval(() => {
    if (sent < bytes.length) peer.write(bytes.subarray(sent, ++sent));
  }, 20);
  try {
    await peer.text();
  } finally {
    clearInterval(timer);
  }
  return sent;
}

/** The CPU time of this process in milliseconds. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

describe('slow peers', () => {
  // Long enough for the handshake of a peer that is not slow, on a busy machine; the bytes take several seconds.
  it('WX-01 WA-03 a request that comes byte by byte does not last longer than handshakeInterval', async () => {
    const { pull, endpoint } = await bound({ handshakeInterval: 1_500 });
    const peer = using(await RawPeer.to(endpoint));
    const bytes = Buffer.from(request(endpoint));
    expect(await drip(peer, bytes)).toBeLessThan(bytes.length);
    await stillWorks(pull, endpoint);
  });

  it('WX-01 WA-03 nor does a READY that comes byte by byte after the upgrade', async () => {
    const { pull, endpoint } = await bound({ handshakeInterval: 1_500 });
    const failed = once(pull as never, 'handshake-failed') as Promise<[{ error: { code: string } }]>;
    const peer = using(await upgradedClient(endpoint));
    const bytes = rawFrame(Buffer.concat([ready('PUSH'), Buffer.alloc(500)]));
    expect(await drip(peer, bytes)).toBeLessThan(bytes.length);
    expect((await failed)[0].error.code).toBe('ETIMEDOUT');
    await stillWorks(pull, endpoint);
  });

  it('WA-03 WB-06 2,000 connections that are upgraded and mute take little memory, end in time, and keep nobody out', async () => {
    const { pull, endpoint } = await bound({ handshakeInterval: 4_000 });
    let failures = 0;
    pull.on('handshake-failed', () => failures++);
    await stillWorks(pull, endpoint);
    const before = process.memoryUsage().rss;
    const { port } = new URL(endpoint.replace('ws', 'http'));
    const bytes = request(endpoint);
    const clients: Socket[] = [];
    using({ close: () => clients.forEach((client) => client.destroy()) });
    let ended = 0;
    for (let index = 0; index < 2_000; index++) {
      const client = connect(Number(port), '127.0.0.1');
      client.on('error', () => {});
      client.on('close', () => ended++);
      client.resume();
      client.write(bytes);
      clients.push(client);
      if (index % 100 === 99) await once(client, 'data');
    }
    // Both ends of the connections are in this process.
    expect(process.memoryUsage().rss - before).toBeLessThan(2_000 * 65_536);
    await stillWorks(pull, endpoint);
    await vi.waitUntil(() => ended === clients.length, WAIT_OPTIONS);
    expect(failures).toBe(clients.length);
    await stillWorks(pull, endpoint);
  });
});

describe('memory', () => {
  it('WX-13 1,000 peers that announce 1 GiB and send a byte take memory for what they have sent', async () => {
    const { pull, endpoint } = await bound();
    await stillWorks(pull, endpoint);
    const announced = rawFrame('\0a', { length: 2n ** 30n, lengthBytes: 8 });
    const peers = await Promise.all(
      Array.from({ length: 1_000 }, async () => using(await establishedClient(endpoint, 'PUSH'))),
    );
    const before = process.memoryUsage();
    for (const peer of peers) {
      peer.write(announced);
      peer.send('', { opcode: 9 });
    }
    // The PING lies in the body: what follows shows that all has been read.
    await stillWorks(pull, endpoint);
    const { rss, external, arrayBuffers } = process.memoryUsage();
    expect(external + arrayBuffers - before.external - before.arrayBuffers).toBeLessThan(40 * MIB);
    expect(rss - before.rss).toBeLessThan(100 * MIB);
  });

  it.each([
    ['messages of nothing', rawFrame('\0'), 1],
    ['parts of a message that never ends', rawFrame('\x01'), 1],
    ['commands of nothing', rawFrame('\x02'), 1],
    ['PONGs that nobody has asked for', rawFrame('', { opcode: 10 }), 1],
  ])('WA-05 a flood of %s does not fill the memory', async (_what, frame) => {
    const { pull, endpoint } = await bound({ maxIncomingBytes: 8 * MIB });
    await stillWorks(pull, endpoint);
    const peer = using(await establishedClient(endpoint, 'PUSH'));
    const flood = Buffer.concat(Array.from({ length: 8_192 }, () => frame));
    const before = process.memoryUsage().rss;
    let written = 0;
    // Until it has been closed, or is no longer read, or 32 MiB have been taken.
    while (!peer.ended && written < 32 * MIB) {
      written += flood.length;
      if (peer.socket.write(flood)) continue;
      const drained = once(peer.socket, 'drain')
        .then(() => true)
        .catch(() => false);
      const other = stillWorks(pull, endpoint).then(() => peer.ended);
      if (!(await Promise.race([drained, other]))) break;
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * MIB);
    await stillWorks(pull, endpoint);
  });

  it.each([
    ['of a byte', '\x01', 1009],
    ['of nothing', '', 1008],
  ])('WX-10 WA-05 fragments %s without end close the connection', async (_what, fragment, code) => {
    const { pull, endpoint } = await bound({ maxMessageSize: 10_000 });
    const peer = using(await establishedClient(endpoint, 'PUSH'));
    peer.send('\0', { fin: false });
    peer.write(...Array.from({ length: 100_000 }, () => rawFrame(fragment, { opcode: 0, fin: false })));
    expect(await peer.closeCode()).toBe(code);
    await stillWorks(pull, endpoint);
  });
});

describe('headers', () => {
  it.each<[string, RequestOptions | ((endpoint: string) => string), number]>([
    [
      'headers of 18 KiB',
      { headers: Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`a${at}`, 'x'.repeat(57)])) },
      431,
    ],
    // Node would leave out those after the 2,000th.
    [
      '3,000 headers before its own',
      (endpoint) => request(endpoint).replace('\r\n', `\r\n${'a:b\r\n'.repeat(3_000)}`),
      101,
    ],
    ['a header without end', (endpoint) => `${request(endpoint).slice(0, -2)}X-Long: ${'x'.repeat(20_000)}`, 431],
    ['a name of 1,025 characters', { headers: { ['x'.repeat(1_025)]: 'y' } }, 101],
    ['a value of 2,049 characters', { headers: { 'X-Long': 'x'.repeat(2_049) } }, 101],
    ['lines that end with LF', (endpoint) => request(endpoint).replaceAll('\r\n', '\n'), 400],
    ['a body', (endpoint) => `${request(endpoint, { headers: { 'Content-Length': '4' } })}body`, 400],
  ])('WX-02 WX-03 WU-07 WA-05 %s: nothing is lost or left open', async (_what, options, status) => {
    const { pull, endpoint } = await bound();
    expect(await statusOf(endpoint, typeof options === 'function' ? options(endpoint) : options)).toBe(status);
    await stillWorks(pull, endpoint);
  });

  it.each([
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ['Sec-WebSocket-Version', '13'],
  ])('WU-07 %s must not be repeated', async (name, value) => {
    const { endpoint } = await bound();
    expect(await statusOf(endpoint, request(endpoint).replace('\r\n\r\n', `\r\n${name}: ${value}\r\n\r\n`))).toBe(400);
  });

  it('WU-07 Sec-WebSocket-Protocol may be', async () => {
    const { endpoint } = await bound();
    const peer = using(await RawPeer.to(endpoint));
    const offer = 'Sec-WebSocket-Protocol: ZWS2.0/NULL\r\n\r\n';
    peer.write(request(endpoint, { subprotocol: 'chat' }).replace('\r\n\r\n', `\r\n${offer}`));
    expect(await peer.head()).toMatch(/^HTTP\/1\.1 101 [^]*Sec-WebSocket-Protocol: ZWS2\.0\/NULL$/);
  });

  it.each([
    ['Sec-WebSocket-Protocol', `${' '.repeat(7_000)},${'\t'.repeat(7_000)}x`],
    ['Sec-WebSocket-Protocol', ','.repeat(15_000)],
    ['Connection', `${' ,'.repeat(7_000)}x`],
    ['Upgrade', `websocket${' '.repeat(14_000)}x`],
    ['Sec-WebSocket-Key', `${'A'.repeat(14_000)}==`],
    ['Origin', `http://${'a.'.repeat(7_000)}`],
    ['Host', `${'1'.repeat(7_000)}:${'1'.repeat(7_000)}x`],
    ['X-Forwarded-For', ', '.repeat(7_000)],
  ])('WA-05 %s of 14 KB that is hard to read takes no more time than another', async (name, value) => {
    const { endpoint } = await bound({ webSocket: { trustProxy: true } });
    const before = cpuTime();
    await statusOf(endpoint, { headers: { [name]: value } });
    // A pattern that backtracks would take minutes.
    expect(cpuTime() - before).toBeLessThan(2_000);
  });
});

describe('what is answered', () => {
  it('WA-06 a reason of verify cannot add headers or a second answer', async () => {
    const refuse = 'no\r\nSet-Cookie: session=1\r\n\r\nHTTP/1.1 200 OK\r\n\r\n';
    const { endpoint } = await bound({ webSocket: { verify: () => ({ refuse, status: 401 }) } });
    const peer = using(await RawPeer.to(endpoint));
    peer.write(request(endpoint));
    const head = await peer.head();
    expect(head).toMatch(
      /^HTTP\/1\.1 401 Unauthorized\r\nConnection: close\r\nContent-Type: [^\r]*\r\nContent-Length: \d+$/,
    );
    const body = await peer.text();
    expect(body).toMatch(/^[ -~]*\n$/);
    expect(body).toHaveLength(Number(/Content-Length: (\d+)/.exec(head)?.[1]));
  });

  it.each(['/feed\r\nX-Evil: 1', '/feed%0d%0aX-Evil:%201', '//evil.example/feed', '/feed\0'])(
    'WA-06 the path %j is one that no socket is bound to, or malformed',
    async (path) => {
      const { endpoint } = await bound();
      const peer = using(await RawPeer.to(endpoint));
      peer.write(request(endpoint, { path }));
      const head = await peer.head();
      expect(head).toMatch(/^HTTP\/1\.1 40[04] /);
      expect(head).not.toContain('Evil');
    },
  );

  it('WA-06 a subprotocol of the peer is never repeated: the answer has one of ours', async () => {
    const { endpoint } = await bound();
    const peer = using(await RawPeer.to(endpoint));
    peer.write(request(endpoint, { subprotocol: 'x"; evil, ZWS2.0/NULL;q=1, ZWS2.0' }));
    expect(await peer.head()).toMatch(/\r\nSec-WebSocket-Protocol: ZWS2\.0$/);
  });

  it('WA-05 a CLOSE frame has its code and reason, and nothing that lay in memory', async () => {
    // So that memory that is not initialised would show.
    Buffer.allocUnsafe(8_192).fill('secret');
    const { endpoint } = await bound();
    for (let attempt = 0; attempt < 20; attempt++) {
      const peer = using(await upgradedClient(endpoint));
      await peer.traffic();
      peer.send(ready('SUB'));
      let close = await peer.frame();
      while (close !== undefined && close.opcode !== 8) close = await peer.frame();
      expect(close?.payload.toString('latin1', 2)).toMatch(/^[ -~]*$/);
      expect(close?.payload.toString('latin1')).not.toContain('secret');
      expect(close?.payload.readUInt16BE(0)).toBe(1002);
    }
  });
});
