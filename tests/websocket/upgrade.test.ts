import { once } from 'node:events';
import { ZMQPull } from '@zeromq-ts/pushpull';
import { ZMQReply } from '@zeromq-ts/reqrep';
import '@zeromq-ts/security';
import '@zeromq-ts/websocket';
import { describe, expect, it } from 'vitest';
import { RawPeer, request, type RequestOptions, upgradedClient } from './raw-peer.js';
import { rawFrame, ready } from './raw-frames.js';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

async function bound(options: object = {}, path = '/feed'): Promise<{ pull: ZMQPull; endpoint: string }> {
  const pull = using(new ZMQPull(undefined, options));
  return { pull, endpoint: await pull.bind(`ws://127.0.0.1:*${path}`) };
}

/** The answer to a request, whole. */
async function answerTo(endpoint: string, options: RequestOptions | string): Promise<string> {
  const peer = using(await RawPeer.to(endpoint));
  peer.write(typeof options === 'string' ? options : request(endpoint, options));
  const head = await peer.head();
  return head.startsWith('HTTP/1.1 101') ? head : `${head}\n\n${await peer.text()}`;
}

describe('the answer to an upgrade', () => {
  it('WU-03 0.1 is what libzmq takes, byte by byte', async () => {
    const { endpoint } = await bound();
    expect(await answerTo(endpoint, {})).toBe(
      [
        'HTTP/1.1 101 Switching Protocols',
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
        'Sec-WebSocket-Protocol: ZWS2.0/NULL',
      ].join('\r\n'),
    );
  });

  it('0.1 WU-04 READY follows at once, unmasked, before that of the client', async () => {
    const { endpoint } = await bound();
    const peer = using(await upgradedClient(endpoint));
    const frame = await peer.frame();
    expect(frame).toMatchObject({ opcode: 2, fin: true, masked: false });
    expect(frame?.payload.equals(ready('PULL'))).toBe(true);
  });

  it.each([
    ['a list of connection options', { Connection: 'keep-alive, Upgrade' }],
    ['names in another case', { Connection: 'UPGRADE', Upgrade: 'WebSocket' }],
    ['extensions that are offered', { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' }],
    ['a Host without port', { Host: '127.0.0.1' }],
  ])('WU-01 WA-04 WE-10 takes %s', async (_what, headers) => {
    const { endpoint } = await bound();
    const head = await answerTo(endpoint, { headers });
    expect(head).toMatch(/^HTTP\/1\.1 101 /);
    expect(head).not.toMatch(/extensions/i);
  });

  it.each<[string, RequestOptions, number]>([
    ['WU-01 WX-02 POST', { method: 'POST' }, 405],
    ['WU-01 WX-02 HTTP/1.0', { version: 'HTTP/1.0' }, 400],
    ['WX-04 no key', { headers: { 'Sec-WebSocket-Key': undefined } }, 400],
    ['WX-04 a key of 3 bytes', { headers: { 'Sec-WebSocket-Key': 'abcd' } }, 400],
    ['WX-04 version 8', { headers: { 'Sec-WebSocket-Version': '8' } }, 426],
    ['WX-04 no version', { headers: { 'Sec-WebSocket-Version': undefined } }, 426],
    ['WX-04 version 99', { headers: { 'Sec-WebSocket-Version': '99' } }, 426],
    ['WU-01 WA-06 a body', { headers: { 'Content-Length': '5' } }, 400],
    ['WU-01 WA-06 a body in chunks', { headers: { 'Transfer-Encoding': 'chunked' } }, 400],
    ['WA-02 a second Host', { headers: { 'X-First': 'a\r\nHost: evil.example' } }, 400],
    ['WU-09 WE-05 another path', { path: '/other' }, 404],
    ['WE-05 a path behind the path', { path: '/feed/' }, 404],
    ['WN-02 WX-05 no subprotocol', { subprotocol: undefined }, 400],
    ['WN-02 WX-05 an unknown subprotocol', { subprotocol: 'chat, ZWS1.0' }, 400],
    ['WN-03 WX-05 another mechanism', { subprotocol: 'ZWS2.0/CURVE,ZWS2.0/BEARER' }, 400],
    ['WN-01 another case', { subprotocol: 'zws2.0/null' }, 400],
    ['WN-01 WX-05 one that comes after 1,000 others', { subprotocol: `${'x,'.repeat(1_000)}ZWS2.0` }, 400],
    ['WX-03 headers of 17 KiB', { headers: { 'X-Long': 'x'.repeat(17_000) } }, 431],
  ])('WU-02 %s is refused, in a whole answer', async (_what, options, status) => {
    const { pull, endpoint } = await bound();
    const failed = once(pull as never, 'handshake-failed');
    const answer = await answerTo(endpoint, options);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(/^Connection: close/m);
    if (status === 426) expect(answer).toMatch(/^Sec-WebSocket-Version: 13/m);
    // What Node refuses by itself, and what is for no socket, is no handshake of one.
    if (status === 431 || status === 404) return;
    const [event] = (await failed) as [{ error: Error; peer: { address: string } }];
    expect(event.error.message).toContain(String(status));
    expect(event.peer.address).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/);
  });

  it('WU-01 a body of no bytes is none', async () => {
    const { endpoint } = await bound();
    expect(await answerTo(endpoint, { headers: { 'Content-Length': '0' } })).toMatch(/^HTTP\/1\.1 101 /);
  });

  it('WE-05 the query means nothing to the path', async () => {
    const { endpoint } = await bound();
    expect(await answerTo(endpoint, { path: '/feed?token=1' })).toMatch(/^HTTP\/1\.1 101 /);
    expect(await answerTo(endpoint, { path: 'http://other.example/feed' })).toMatch(/^HTTP\/1\.1 101 /);
  });

  it.each([
    ['a greeting of ZMTP', Buffer.from(`ff00000000000000017f03014e554c4c${'00'.repeat(48)}`, 'hex').toString('latin1')],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ])('WX-02 %s gets an answer of HTTP, and the end', async (_what, text) => {
    const { endpoint } = await bound();
    const peer = using(await RawPeer.to(endpoint));
    peer.write(Buffer.from(text, 'latin1'));
    expect(await peer.text()).toMatch(/^HTTP\/1\.1 4\d\d |^$/);
  });

  it('a request that is no upgrade is told what this server speaks', async () => {
    const { endpoint } = await bound();
    const answer = await fetch(endpoint.replace('ws', 'http'));
    expect([answer.status, answer.headers.get('upgrade')]).toEqual([426, 'websocket']);
  });

  it.each([
    ['nothing', ''],
    ['half a request', 'GET /feed HTTP/1.1\r\nHost: 127.0.0.1\r\n'],
  ])('WU-06 WX-01 WA-03 a connection that sends %s is closed at handshakeInterval', async (_what, text) => {
    const { endpoint } = await bound({ handshakeInterval: 150 });
    const peer = using(await RawPeer.to(endpoint));
    peer.write(text);
    await peer.text();
    expect(peer.ended).toBe(true);
  });

  it('WU-06 WX-01 so is one that is upgraded and mute, and the time begins with its connection', async () => {
    const { pull, endpoint } = await bound({ handshakeInterval: 150 });
    const failed = once(pull as never, 'handshake-failed');
    const peer = using(await upgradedClient(endpoint));
    expect(await peer.traffic()).toMatchObject({ opcode: 2 });
    expect(await peer.traffic()).toBeUndefined();
    const [event] = (await failed) as [{ error: { code: string } }];
    expect(event.error.code).toBe('ETIMEDOUT');
  });

  it('WU-05 WX-06 what comes in one segment with the request is not lost', async () => {
    const { pull, endpoint } = await bound();
    const peer = using(await RawPeer.to(endpoint));
    peer.write(request(endpoint), rawFrame(ready('PUSH')), rawFrame('\0early'));
    expect(String(await pull.receive({ timeout: 20_000 }))).toBe('early');
  });

  it('WB-06 above maxConnections there is 503, until one leaves', async () => {
    const { endpoint } = await bound({ webSocket: { maxConnections: 1 } });
    const first = await upgradedClient(endpoint);
    expect(await answerTo(endpoint, {})).toMatch(/^HTTP\/1\.1 503 /);
    first.close();
    let answer = '';
    // The end of a connection is noticed a moment after it.
    while (!answer.startsWith('HTTP/1.1 101')) answer = await answerTo(endpoint, {});
  });

  it('WB-06 a call of verify whose client has left counts until it settles', async () => {
    const calls: ((verdict: boolean) => void)[] = [];
    let held = true;
    const verify = (): boolean | Promise<boolean> => !held || new Promise((resolve) => calls.push(resolve));
    const { pull, endpoint } = await bound({ webSocket: { maxConnections: 2, verify } });
    for (let count = 1; count <= 2; count++) {
      const failed = once(pull, 'handshake-failed');
      const peer = await RawPeer.to(endpoint);
      peer.write(request(endpoint, {}));
      await expect.poll(() => calls.length, { timeout: 20_000 }).toBe(count);
      peer.close();
      await failed;
    }
    held = false;
    expect(await answerTo(endpoint, {})).toMatch(/^HTTP\/1\.1 503 /);
    for (const settle of calls) settle(true);
    let answer = '';
    // The connections of both have to be closed, too.
    while (!answer.startsWith('HTTP/1.1 101')) answer = await answerTo(endpoint, {});
    expect(calls).toHaveLength(2);
  });
});

describe('subprotocols', () => {
  it.each([
    ['ZWS2.0/NULL,ZWS2.0', 'ZWS2.0/NULL'],
    ['ZWS2.0', 'ZWS2.0'],
    ['foo,\t ZWS2.0 , ZWS2.0/NULL', 'ZWS2.0'],
    ['ZWS2.0.NULL, ZWS2.0', 'ZWS2.0.NULL'],
    [',, ZWS2.0/PLAIN,ZWS2.0/NULL', 'ZWS2.0/NULL'],
  ])('WN-01 WN-02 WN-09 of %s, the answer is %s', async (subprotocol, chosen) => {
    const { endpoint } = await bound();
    expect(await answerTo(endpoint, { subprotocol })).toMatch(new RegExp(`Sec-WebSocket-Protocol: ${chosen}$`));
  });

  it.each([
    ['PLAIN', { plainServer: true, authenticate: () => true }],
    ['CURVE', { curveServer: true, curveSecretKey: new Uint8Array(32).fill(7) }],
  ])('WN-04 WA-08 a %s server speaks nothing without it', async (mechanism, options) => {
    const { endpoint } = await bound(options);
    for (const subprotocol of ['ZWS2.0', 'ZWS2.0/NULL', 'ZWS2.0.NULL'])
      expect(await answerTo(endpoint, { subprotocol })).toMatch(/^HTTP\/1\.1 400 /);
    for (const subprotocol of [`ZWS2.0/${mechanism}`, `ZWS2.0.${mechanism}`])
      expect(await answerTo(endpoint, { subprotocol })).toMatch(/^HTTP\/1\.1 101 /);
  });

  it('WM-01 0.1 without a mechanism, each side begins with its routing id', async () => {
    const reply = using(new ZMQReply());
    const endpoint = await reply.bind('ws://127.0.0.1:*');
    const peer = using(await upgradedClient(endpoint, { subprotocol: 'ZWS2.0' }));
    expect((await peer.frame())?.payload.toString('hex')).toBe('00');
    peer.send('\0');
    peer.send('\x01');
    peer.send('\0question');
    expect(String(await reply.receive({ timeout: 20_000 }))).toBe('question');
    await reply.send('answer');
    expect((await peer.frame())?.payload.toString()).toBe('\x01');
    expect((await peer.frame())?.payload.toString()).toBe('\0answer');
  });

  it('WN-06 without a mechanism, authenticate judges by the address', async () => {
    const asked: unknown[] = [];
    const { endpoint } = await bound({
      authenticate: (asking: unknown) => {
        asked.push(asking);
        return asked.length > 1;
      },
    });
    const refused = using(await upgradedClient(endpoint, { subprotocol: 'ZWS2.0' }));
    refused.send('\0');
    expect(await refused.closeCode()).toBe(1008);
    const admitted = using(await upgradedClient(endpoint, { subprotocol: 'ZWS2.0' }));
    expect((await admitted.frame())?.payload.toString('hex')).toBe('00');
    expect(asked).toEqual([
      expect.objectContaining({ mechanism: 'NULL', address: '127.0.0.1' }),
      expect.objectContaining({ mechanism: 'NULL', address: '127.0.0.1' }),
    ]);
  });
});
