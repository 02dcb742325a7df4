import { inspect } from 'node:util';
import type { SocketEvents, SocketOptions } from '@zeromq-ts/core';
import { ZMQPair } from '@zeromq-ts/pair';
import { createZmtpEngine, tcp } from '@zeromq-ts/transports/zmtp';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TokenOptions } from './token.js';
import { token } from './token.js';

const engine = createZmtpEngine({ transports: [tcp()], mechanisms: [token()] });

function open(options: TokenOptions & SocketOptions): ZMQPair {
  const pair = new ZMQPair(undefined, { engine, linger: 0, receiveTimeout: 20_000, ...options });
  onTestFinished(() => pair.close());
  return pair;
}

const failed = (socket: ZMQPair): Promise<SocketEvents['handshake-failed']> =>
  new Promise((resolve) => socket.once('handshake-failed', resolve));

describe('a mechanism of another package', () => {
  it('admits a client with the right token, and both sides know the mechanism', async () => {
    const [server, client] = [open({ tokenServer: 'open sesame' }), open({ token: 'open sesame' })];
    client.connect(await server.bind('tcp://127.0.0.1:*'));
    await client.send('inside');
    const message = await server.receive();
    expect([message.text(), message.peer?.mechanism]).toEqual(['inside', 'TOKEN']);
  });

  it('refuses a wrong token, and says so to the client', async () => {
    const [server, client] = [open({ tokenServer: 'open sesame' }), open({ token: 'open' })];
    const failures = [failed(server), failed(client)];
    client.connect(await server.bind('tcp://127.0.0.1:*'));
    const [atServer, atClient] = await Promise.all(failures);
    expect(atServer?.error?.message).toContain('The peer showed a wrong token.');
    expect(atClient?.error?.message).toContain('wrong token');
  });

  it.each([
    ['NULL', {}],
    ['PLAIN', { plainUsername: 'anna', plainPassword: 'open sesame' }],
  ])('refuses a client of %s, in either direction', async (_, options) => {
    for (const binds of [true, false]) {
      const server = open({ tokenServer: 'open sesame' });
      const other = open(options);
      const failure = failed(server);
      if (binds) other.connect(await server.bind('tcp://127.0.0.1:*'));
      else server.connect(await other.bind('tcp://127.0.0.1:*'));
      expect((await failure).error?.message).toMatch(/mechanism/);
    }
  });

  it('checks its options, alone and together', () => {
    const invalid = (options: object, text: string): void =>
      expect(() => open(options)).toThrow(
        expect.objectContaining({ code: 'EINVAL', message: expect.stringContaining(text) }),
      );
    invalid({ token: '' }, 'a token of 1 to 255 bytes');
    invalid({ token: 'a', tokenServer: 'a' }, 'omit one of them');
    invalid({ token: 'a', plainUsername: 'anna' }, 'omit plainUsername');
    invalid({ token: 'a', authenticate: () => true }, 'authenticate is an option of the server of TOKEN');
    expect(() => new ZMQPair(undefined, { engine: 'zmtp', token: 'a' })).toThrow('no option "token"');
  });

  it('never shows a token', () => {
    const client = open({ token: 'open sesame' });
    expect(inspect(client, { depth: 10, showHidden: true })).not.toContain('sesame');
    expect(() => client.getOption('token')).toThrow('secret');
    expect(() => open({ token: 'open sesame'.repeat(99) })).toThrow(/^(?!.*sesame)/);
  });

  it('has a name of its own, and is made for this version of the seam', () => {
    const withMechanisms = (...mechanisms: object[]): unknown =>
      createZmtpEngine({ transports: [tcp()], mechanisms: mechanisms as never });
    expect(() => withMechanisms(token(), token())).toThrow('two mechanisms TOKEN');
    expect(() => withMechanisms({ ...token(), name: 'PLAIN' })).toThrow('two mechanisms PLAIN');
    expect(() => withMechanisms({ ...token(), seam: 'mechanism@0' })).toThrow('mechanism@0');
  });
});
