import { formatEndpoint, parseEndpoint } from '@zeromq-ts/core';
import { ZMQPair } from '@zeromq-ts/pair';
import '@zeromq-ts/websocket';
import { afterEach, describe, expect, it } from 'vitest';

const open: ZMQPair[] = [];
function pair(options: object = {}): ZMQPair {
  const socket = new ZMQPair(undefined, options);
  open.push(socket);
  return socket;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((socket) => socket.close({ linger: 0 })));
});

describe('WE: ws and wss endpoints', () => {
  it.each([
    ['ws://host.example:8080/feed', { port: { kind: 'fixed', number: 8080 }, path: '/feed', query: undefined }],
    ['wss://host.example/feed?a=b', { port: undefined, path: '/feed', query: 'a=b' }],
    ['ws://[::1]:5555/', { host: { kind: 'ipv6', address: '::1' }, path: '/' }],
    ['ws://*:*/', { host: { kind: 'any' }, port: { kind: 'any' } }],
    ['ws://127.0.0.1:*[6000-6100]/a/b:c', { path: '/a/b:c' }],
    ['ws://*/chat', { host: { kind: 'any' }, port: undefined, path: '/chat' }],
  ])('WE-01 WE-07 %s is parsed, and written as it was', (text, parts) => {
    const parsed = parseEndpoint(text);
    expect(parsed).toMatchObject({ protocol: text.slice(0, text.indexOf(':')), ...parts });
    expect(formatEndpoint(parsed)).toBe(text);
  });

  it.each([
    ['ws://127.0.0.1:5555', 'ws://127.0.0.1:5555/'],
    ['ws://host?x', 'ws://host/?x'],
    ['wss://host:443/a b', 'wss://host:443/a%20b'],
    ['ws://host/grüße', 'ws://host/gr%C3%BC%C3%9Fe'],
    ['ws://host/a%20b?q="x"', 'ws://host/a%20b?q=%22x%22'],
  ])('WE-08 %s means %s: path and query are encoded', (text, canonical) => {
    expect(formatEndpoint(parseEndpoint(text))).toBe(canonical);
  });

  it.each([
    ['ws://host/a#b', 'fragment'],
    ['ws://user:password@host/', 'user'],
    ['ws://host/a\r\nX-Injected: yes', 'control character'],
    ['ws://host/a?b\u0000', 'control character'],
    ['ws://host/a%zz', '%'],
    ['ws://host:99999/', '65535'],
    ['ws://host:-1/', 'decimal'],
    ['ws:///path', 'host'],
    ['ws://eth0;host:80/', 'source'],
    ['ws://ho st/', 'character'],
  ])('WE-01 WE-08 WE-09 WE-11 %j is refused, and the error says why', (text, why) => {
    expect(() => parseEndpoint(text)).toThrow(
      expect.objectContaining({ code: 'EINVAL', message: expect.stringContaining(why) }),
    );
  });

  it('WE-02 connect needs no port; bind does, without a server', async () => {
    expect(() => pair().connect('wss://host.invalid/feed')).not.toThrow();
    await expect(pair().bind('ws://127.0.0.1/feed')).rejects.toMatchObject({
      code: 'EINVAL',
      message: expect.stringContaining('webSocket.server'),
    });
  });

  it('wildcards are for bind, a query is for connect', async () => {
    expect(() => pair().connect('ws://*:5555/')).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    expect(() => pair().connect('ws://host:*/')).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    await expect(pair().bind('ws://127.0.0.1:*/a?b')).rejects.toMatchObject({ code: 'EINVAL' });
  });

  it('WE-03 bind resolves to the URL with its port and path', async () => {
    await expect(pair().bind('ws://127.0.0.1:*')).resolves.toMatch(/^ws:\/\/127\.0\.0\.1:[1-9]\d*\/$/);
    await expect(pair({ ipv6: true }).bind('ws://[::1]:*/p')).resolves.toMatch(/^ws:\/\/\[::1\]:[1-9]\d*\/p$/);
    await expect(pair().bind('ws://127.0.0.1:*[20000-20999]/')).resolves.toMatch(/^ws:\/\/127\.0\.0\.1:20\d\d\d\/$/);
  });

  it.each([
    ['as it was given', (given: string) => given],
    ['as it was resolved', (_given: string, resolved: string) => resolved],
    ['without the trailing slash', (_given: string, resolved: string) => resolved.slice(0, -1)],
  ])('WE-04 unbind takes the endpoint %s', async (_how, text) => {
    const socket = pair();
    const given = 'ws://127.0.0.1:*';
    const resolved = await socket.bind(given);
    await socket.unbind(text(given, resolved));
    await expect(pair().bind(resolved)).resolves.toBe(resolved);
  });

  it.each([
    [{ server: 5 }, 'server'],
    [{ verify: true }, 'verify'],
    [{ tls: 5 }, 'tls'],
    [{ tls: { servername: 7 } }, 'servername'],
    [{ tls: { session: 'abc' } }, 'session'],
    [{ allowedOrigins: ['app.example'] }, 'allowedOrigins'],
    [{ headers: { Upgrade: 'h2c' } }, 'headers'],
    [{ headers: { 'X-Token': 'a\r\nb: c' } }, 'headers'],
    [{ subprotocols: ['chat'] }, 'subprotocols'],
    [{ maxConnections: 0 }, 'maxConnections'],
    [{ orgin: [] }, 'unknown setting "orgin"'],
    [[], 'not an object'],
  ])('the setting %j is refused, and its value is not shown', (webSocket, why) => {
    expect(() => pair({ webSocket })).toThrow(
      expect.objectContaining({ code: 'EINVAL', message: expect.stringContaining(why) }),
    );
  });
});
