import { endpointSyntaxOf, type EndpointGrammar } from '@zeromq-ts/core/spi';
import { describe, expect, it } from 'vitest';
import { pageEndpoints } from '../../src/web-socket/page-endpoints.js';
import { webSocketEndpoints } from '../../src/web-socket/web-socket-endpoints.js';

const protocols = ['ws', 'wss'] as const;
const syntax = (grammarOf: (protocol: 'ws' | 'wss') => unknown) =>
  endpointSyntaxOf(new Map(protocols.map((protocol) => [protocol, grammarOf(protocol) as EndpointGrammar])));
const page = syntax(pageEndpoints);
const node = syntax(webSocketEndpoints);

describe('ws and wss endpoints in a page', () => {
  it.each([
    'ws://host.example:8080/feed',
    'wss://host.example/feed?a=b',
    'ws://host?x',
    'ws://127.0.0.1:5555',
    'ws://[::1]:5555/',
    'ws://[0:0::1]:5555/',
    'ws://Host.Example/',
    'wss://host:443/a b',
    'ws://host/grüße?q="x"',
    'ws://host/a/b:c?d/e?f',
    'ws://host:80',
    'ws://under_score.example:1/',
  ])('WE-01 WE-08 %s means the same as on Node', (text) => {
    expect(page.forConnect(text)).toEqual(node.forConnect(text));
    expect(page.canonical(page.canonical(text))).toBe(page.canonical(text));
  });

  it.each([
    ['ws://host/a#b', 'fragment'],
    ['ws://host#b', 'fragment'],
    ['ws://user:password@host/', 'user'],
    ['ws://host/a\r\nX-Injected: yes', 'control character'],
    ['ws://ho\nst/', 'character'],
    ['ws://ho st/', 'character'],
    ['ws://host/a%zz', '%'],
    ['ws://host:99999/', '65535'],
    ['ws://host:-1/', 'decimal'],
    ['ws://host:080/', 'decimal'],
    ['ws://host:/', 'decimal'],
    ['ws:///path', 'host'],
    ['ws://eth0;host:80/', 'character'],
    ['ws://[::1/', 'character'],
    ['ws://[:::1]/', 'address'],
    ['ws://1.2.3.999/', 'address'],
    ['ws://*:5555/', 'wildcard'],
    ['ws://host:*/', 'wildcard'],
    ['ws://host:0/', 'wildcard'],
    ['host:80', 'protocol'],
  ])('WE-08 WE-09 %j is EINVAL, as on Node, and the error says why', (text, why) => {
    expect(() => page.forConnect(text)).toThrow(
      expect.objectContaining({ code: 'EINVAL', message: expect.stringContaining(why) as unknown }),
    );
    expect(() => node.forConnect(text)).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  });

  it('WE-12 what is to be bound is read, so that the transport can say that a page binds nothing', () => {
    expect(page.forBind('ws://*:*[6000-6100]/chat').text).toBe('ws://*:*/chat');
  });

  it.each(['tcp://127.0.0.1:5555', 'ipc:///tmp/feed'])('%s is one clear error', (text) => {
    expect(() => page.forConnect(text)).toThrow(
      expect.objectContaining({
        code: 'EPROTONOSUPPORT',
        message: expect.stringMatching(/does not carry (?:tcp|ipc):\/\/ .*it carries ws, wss\.$/) as unknown,
      }),
    );
  });
});
