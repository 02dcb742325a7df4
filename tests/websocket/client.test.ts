import { once } from 'node:events';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import '@zeromq-ts/security';
import '@zeromq-ts/websocket';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { answer, KEY, RawServer } from './raw-peer.js';
import { rawFrame, ready } from './raw-frames.js';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

let server: RawServer;
beforeEach(async () => {
  server = using(await RawServer.start());
});

const FAST = { reconnectInterval: 10, reconnectMaxInterval: 50 };

function pull(options: object = {}): ZMQPull {
  return using(new ZMQPull(`>${server.endpoint}`, { ...FAST, ...options }));
}

interface Failure {
  readonly error: { readonly code: string; readonly message: string };
}

const failed = async (socket: ZMQPull | ZMQPush): Promise<Failure['error']> =>
  ((await once(socket as never, 'handshake-failed')) as [Failure])[0].error;

describe('the request of a client', () => {
  it('0.1 WN-05 is that of libzmq, with the port in Host', async () => {
    pull();
    const head = await (await server.accept()).head();
    const { host } = new URL(server.endpoint.replace('ws', 'http'));
    expect(head.split('\r\n')).toEqual([
      'GET /raw HTTP/1.1',
      `Host: ${host}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      expect.stringMatching(/^Sec-WebSocket-Key: [A-Za-z0-9+/]{22}==$/),
      'Sec-WebSocket-Protocol: ZWS2.0/NULL,ZWS2.0',
      'Sec-WebSocket-Version: 13',
    ]);
    expect(head).not.toContain(KEY);
  });

  it.each([
    ['PLAIN', { plainUsername: 'ann', plainPassword: 'secret' }],
    [
      'CURVE',
      { curveServerKey: 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7', curveSecretKey: new Uint8Array(32).fill(7) },
    ],
  ])('WN-05 WA-08 with %s, it offers nothing else', async (mechanism, options) => {
    using(new ZMQPush(server.endpoint, options));
    const head = await (await server.accept()).head();
    expect(head).toContain(`\r\nSec-WebSocket-Protocol: ZWS2.0/${mechanism}\r\n`);
  });

  it('has the headers and subprotocols of the options, and the query of the endpoint', async () => {
    using(
      new ZMQPush(`${server.endpoint}/a b?token=ü`, {
        webSocket: { headers: { Authorization: 'Bearer x', Origin: 'https://app.example' }, subprotocols: ['ZWS2.0'] },
      }),
    );
    const head = await (await server.accept()).head();
    expect(head).toMatch(/^GET \/raw\/a%20b\?token=%C3%BC HTTP\/1\.1\r\n/);
    expect(head).toContain('\r\nSec-WebSocket-Protocol: ZWS2.0\r\n');
    expect(head).toContain('\r\nAuthorization: Bearer x\r\nOrigin: https://app.example');
  });

  it.each([
    ['is there', vi.fn()],
    ['is not there, as in Node 20', undefined],
  ])(
    'BR-08 BR-09 is made without the WebSocket of the runtime, which cannot offer a slash: it %s',
    async (_what, global) => {
      vi.stubGlobal('WebSocket', global);
      onTestFinished(() => void vi.unstubAllGlobals());
      const socket = pull();
      const peer = using(await server.upgraded());
      expect(await peer.head()).toContain('ZWS2.0/NULL');
      peer.write(rawFrame(ready('PUSH'), { masked: false }), rawFrame('\0without', { masked: false }));
      expect(String(await socket.receive({ timeout: 20_000 }))).toBe('without');
      if (global !== undefined) expect(global).not.toHaveBeenCalled();
    },
  );

  it('WL-04 idleTimeout is for pages: a socket elsewhere warns, once, as of an option of tcp that has no effect', async () => {
    const warned: string[] = [];
    const socket = using(new ZMQPull(undefined, { tcpKeepaliveInterval: 5, webSocket: { idleTimeout: 1_000 } }));
    socket.on('warning', ({ reason }) => warned.push(reason));
    await once(socket as never, 'warning');
    expect(warned.join(' ').match(/idleTimeout/g)).toHaveLength(1);
    expect(warned.join(' ').match(/tcpKeepaliveInterval/g)).toHaveLength(1);
    for (const idleTimeout of [-1, 0.5, '1']) {
      const refused = (): ZMQPull => new ZMQPull(undefined, { webSocket: { idleTimeout } } as object);
      expect(refused).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    }
  });

  it('0.1 WK-02 is followed by READY, masked; what came with the answer is read', async () => {
    const socket = pull();
    const peer = using(await server.accept());
    const head = await peer.head();
    peer.write(answer(head), rawFrame(ready('PUSH'), { masked: false }), rawFrame('\0early', { masked: false }));
    const first = await peer.frame();
    expect(first).toMatchObject({ opcode: 2, masked: true });
    expect(first?.payload.equals(ready('PULL'))).toBe(true);
    expect(String(await socket.receive({ timeout: 20_000 }))).toBe('early');
  });

  it.each([
    ['at once', 65_536],
    ['byte by byte', 1],
  ])('may be answered by interim responses first, %s', async (_what, size) => {
    const socket = pull();
    const peer = using(await server.accept());
    const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </page.css>; rel=preload\r\n\r\n';
    const bytes = Buffer.concat([
      Buffer.from(`HTTP/1.1 100 Continue\r\n\r\n${hints}${answer(await peer.head())}`),
      rawFrame(ready('PUSH'), { masked: false }),
      rawFrame('\0hello', { masked: false }),
    ]);
    for (let at = 0; at < bytes.length; at += size) peer.write(bytes.subarray(at, at + size));
    expect(String(await socket.receive({ timeout: 20_000 }))).toBe('hello');
  });
});

describe('answers that a client does not take; it tries again', () => {
  it.each<[string, (head: string) => string, string]>([
    ['WX-07 no Sec-WebSocket-Accept', (head) => answer(head).replace(/Sec-WebSocket-Accept.*\r\n/, ''), 'EPROTO'],
    [
      'WX-07 a wrong Sec-WebSocket-Accept',
      (head) => answer(head, { accept: 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=' }),
      'EPROTO',
    ],
    ['WN-07 WX-07 no subprotocol', (head) => answer(head, { subprotocol: '' }), 'EPROTO'],
    ['WN-07 WX-07 one that was not offered', (head) => answer(head, { subprotocol: 'ZWS2.0/CURVE' }), 'EPROTO'],
    ['WN-07 WX-07 two', (head) => answer(head, { extra: 'Sec-WebSocket-Protocol: ZWS2.0\r\n' }), 'EPROTO'],
    [
      'WA-04 an extension',
      (head) => answer(head, { extra: 'Sec-WebSocket-Extensions: permessage-deflate\r\n' }),
      'EPROTO',
    ],
    ['no Upgrade', (head) => answer(head).replace('Upgrade: websocket\r\n', ''), 'EPROTO'],
    ['a malformed header', (head) => answer(head, { extra: 'no colon\r\n' }), 'EPROTO'],
    ['WX-08 headers without end', () => `HTTP/1.1 101 Switching Protocols\r\n${'X: y\r\n'.repeat(4_000)}`, 'EPROTO'],
    ['WX-08 interim responses without end', () => 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(1_000), 'EPROTO'],
    ['an interim response that is malformed', () => 'HTTP/1.1 103 Early Hints\r\nno colon\r\n\r\n', 'EPROTO'],
    ['no HTTP', () => 'SSH-2.0-OpenSSH_9.6\r\n', 'EPROTO'],
    ['WL-07 401', () => 'HTTP/1.1 401 Unauthorized\r\n\r\n', 'EACCES'],
    ['WL-07 403', () => 'HTTP/1.1 403 Forbidden\r\n\r\n', 'EACCES'],
    ['WL-07 400', () => 'HTTP/1.1 400 Bad Request\r\n\r\n', 'EPROTO'],
    ['WL-07 503', () => 'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n\r\n', 'ECONNREFUSED'],
    ['WL-07 a redirect', () => 'HTTP/1.1 302 Found\r\nLocation: wss://else.example/\r\n\r\n', 'EPROTO'],
  ])('%s', async (_what, answerTo, code) => {
    const socket = pull();
    const failure = failed(socket);
    const peer = using(await server.accept());
    peer.write(answerTo(await peer.head()));
    const error = await failure;
    expect(error.code).toBe(code);
    if (_what.includes('redirect')) expect(error.message).toContain('wss://else.example/');
    // The next attempt: after an answer that may change soon, or with more patience.
    const second = using(await server.accept());
    second.write(
      answer(await second.head()),
      rawFrame(ready('PUSH'), { masked: false }),
      rawFrame('\0again', { masked: false }),
    );
    expect(String(await socket.receive({ timeout: 20_000 }))).toBe('again');
  });

  it('WU-06 silence is given up at handshakeInterval', async () => {
    const socket = pull({ handshakeInterval: 100 });
    expect((await failed(socket)).code).toBe('ETIMEDOUT');
    using(await server.accept());
    using(await server.accept());
  });

  it('WN-08 a message instead of READY: the next attempt goes without a mechanism', async () => {
    const socket = pull();
    const failure = failed(socket);
    const first = using(await server.upgraded());
    first.send('\0', { masked: false });
    expect((await failure).message).toContain('without a mechanism');
    const second = using(await server.accept());
    const head = await second.head();
    expect(head).toContain('\r\nSec-WebSocket-Protocol: ZWS2.0\r\n');
    second.write(
      answer(head, { subprotocol: 'ZWS2.0' }),
      rawFrame('\0', { masked: false }),
      rawFrame('\0bare', { masked: false }),
    );
    expect(String(await socket.receive({ timeout: 20_000 }))).toBe('bare');
  });

  it('WN-08 WA-08 but never a socket with PLAIN', async () => {
    const socket = using(new ZMQPush(server.endpoint, { ...FAST, plainUsername: 'ann', plainPassword: 'secret' }));
    const failure = failed(socket);
    const first = using(await server.upgraded('ZWS2.0/PLAIN'));
    first.send('\0', { masked: false });
    expect((await failure).code).toBe('EPROTO');
    const second = using(await server.accept());
    expect(await second.head()).toContain('\r\nSec-WebSocket-Protocol: ZWS2.0/PLAIN\r\n');
  });
});

describe('an established client', () => {
  it.each<[string, Buffer, number]>([
    ['WX-11 a masked frame', rawFrame('\0a'), 1002],
    ['WX-09 text', rawFrame('\0a', { masked: false, opcode: 1 }), 1003],
    ['WX-17 the flags 80', rawFrame(Buffer.of(0x80), { masked: false }), 1002],
    ['WX-12 2^40', rawFrame('', { masked: false, length: 2n ** 40n, lengthBytes: 8 }), 1009],
  ])('%s of the server closes the connection with a code, and it reconnects', async (_what, bytes, code) => {
    const socket = pull();
    const peer = using(await server.upgraded());
    peer.write(rawFrame(ready('PUSH'), { masked: false }), bytes);
    expect(await peer.closeCode()).toBe(code);
    expect((await peer.frame()) === undefined).toBe(true);
    const second = using(await server.upgraded());
    second.write(rawFrame(ready('PUSH'), { masked: false }), rawFrame('\0again', { masked: false }));
    expect(String(await socket.receive({ timeout: 20_000 }))).toBe('again');
  });

  const LEAVING: [string, (peer: Awaited<ReturnType<RawServer['upgraded']>>) => void][] = [
    ['CLOSE 1001', (peer) => peer.send(Buffer.from('03e9', 'hex'), { opcode: 8, masked: false })],
    ['CLOSE 1012', (peer) => peer.send(Buffer.from('03f4', 'hex'), { opcode: 8, masked: false })],
    ['WL-09 FIN alone', (peer) => peer.socket.end()],
    ['RST', (peer) => peer.socket.resetAndDestroy()],
  ];

  it.each(LEAVING)('WL-07 after %s, it reconnects', async (_what, leave) => {
    const socket = pull();
    const peer = using(await server.upgraded());
    peer.write(rawFrame(ready('PUSH'), { masked: false }), rawFrame('\0first', { masked: false }));
    expect(String(await socket.receive({ timeout: 20_000 }))).toBe('first');
    leave(peer);
    const second = using(await server.upgraded());
    second.write(rawFrame(ready('PUSH'), { masked: false }), rawFrame('\0second', { masked: false }));
    expect(String(await socket.receive({ timeout: 20_000 }))).toBe('second');
  });

  it('WB-01 a reader that is slow holds the server back', async () => {
    const socket = pull({ receiveHighWaterMark: 2 });
    const peer = using(await server.upgraded());
    peer.write(rawFrame(ready('PUSH'), { masked: false }));
    const frame = rawFrame(Buffer.alloc(1_000_000), { masked: false });
    let written = 0;
    // More than socket, system and high-water mark take: `write` says no until the reader goes on.
    while (peer.socket.write(frame)) written++;
    const drained = once(peer.socket, 'drain');
    for (let index = 0; index <= written; index++) await socket.receive({ timeout: 20_000 });
    await drained;
  });
});
