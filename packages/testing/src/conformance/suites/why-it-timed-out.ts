import { createServer } from 'node:net';
import type { ZMQError } from '@zeromq-ts/core';
import { Certificate } from '@zeromq-ts/security';
import { expect } from 'vitest';
import type { Scope } from '../scope.js';
import type { Suite } from '../suite.js';
import { eventually, expectRefusal, nextEvent } from '../waiting.js';

const server = Certificate.generate({ name: 'server' });
const stranger = Certificate.generate({ name: 'stranger' });

/** What the error of a timeout says about the connections, in its text and as its cause. */
export function whyItTimedOut(suite: Suite): void {
  suite.over('tcp', 'no socket listens there', async (scope) => {
    const req = scope.connecting('REQ', {}, await scope.endpoint());
    await nextEvent(req, 'connect-retried');
    const why = /No peer is connected: Cannot connect to tcp:.* yet/;
    expectCause(await expectRefusal(req.request('x', { timeout: 20 }), 'EAGAIN', why), 'ECONNREFUSED');
    expectCause(await expectRefusal(req.connected({ timeout: 20 }), 'EAGAIN', why), 'ECONNREFUSED');
  });

  suite.over('tcp', 'the host name is unknown', async (scope) => {
    const dealer = scope.connecting('DEALER', {}, 'tcp://no-such-host.invalid:5555');
    await eventually('the reason', async () => {
      const error: ZMQError = await expectRefusal(dealer.receive({ timeout: 0 }), 'EAGAIN');
      return error.message.includes('the host name "no-such-host.invalid" does not resolve');
    });
    expectCause(await expectRefusal(dealer.receive({ timeout: 5 }), 'EAGAIN'), 'ENOTFOUND');
  });

  suite.over('tcp', 'CURVE has refused the key', async (scope) => {
    const rep = scope.binding('REP', { ...server.server(), authenticate: () => false });
    const endpoint = await rep.bind(await scope.endpoint());
    const req = scope.connecting('REQ', stranger.client(server.publicKey), endpoint);
    await nextEvent(req, 'handshake-failed');
    const client = await expectRefusal(req.request('x', { timeout: 20 }), 'EAGAIN', /No peer is connected: .*keys?\b/);
    expect(client.cause).toBeInstanceOf(Error);
    const owner = await expectRefusal(rep.receive({ timeout: 20 }), 'EAGAIN', /No peer is connected: .*refused/);
    expectCause(owner, 'EACCES');
  });

  suite.over('tcp', 'there is a PUB at the other end', async (scope) => {
    const pub = scope.binding('PUB');
    const req = scope.connecting('REQ', {}, await pub.bind(await scope.endpoint()));
    await nextEvent(req, 'handshake-failed');
    const why = /No peer is connected: .*(?:socket type|a REQ takes REP)/;
    expectCause(await expectRefusal(req.request('x', { timeout: 20 }), 'EAGAIN', why), 'EPROTO');
    const waiting = await expectRefusal(pub.subscribed('news', { timeout: 20 }), 'EAGAIN', /No peer is connected: /);
    expect(waiting.cause).toBeInstanceOf(Error);
  });

  suite.over('tcp', 'what listens there is not a ZeroMQ socket', async (scope) => {
    const endpoint = await stranger404(scope);
    const req = scope.connecting('REQ', {}, endpoint);
    await nextEvent(req, 'handshake-failed');
    const error = await expectRefusal(req.request('x', { timeout: 20 }), 'EAGAIN', /not speak ZMTP/);
    expect(error.cause).toBeInstanceOf(Error);
  });

  suite.overTransports(
    'a socket without endpoints, one without peers, and one with a peer that is silent',
    async (scope) => {
      const alone = scope.connecting('REQ');
      await expectRefusal(alone.connected({ timeout: 0 }), 'EAGAIN', 'neither bound nor connected');
      const rep = scope.binding('REP');
      const endpoint = await rep.bind(await scope.endpoint());
      await expectRefusal(rep.receive({ timeout: 0 }), 'EAGAIN', `No peer is connected to ${endpoint}.`);
      alone.connect(endpoint);
      await alone.connected();
      await expectRefusal(alone.request('x', { timeout: 20 }), 'EAGAIN', '20 ms. 1 peer is connected.');
    },
  );

  suite.over('inproc', 'the name is not bound', async (scope) => {
    const req = scope.connecting('REQ', {}, 'inproc://not-bound');
    const error = await expectRefusal(req.request('x', { timeout: 5 }), 'EAGAIN', 'inproc://not-bound is not bound');
    expectCause(error, 'ECONNREFUSED');
  });

  suite.it('the stack of a request begins at its caller', async (scope) => {
    const req = scope.connecting('REQ', {}, await scope.endpoint());
    const error = await expectRefusal(
      (async function theCaller() {
        await req.request('x', { timeout: 5 });
      })(),
      'EAGAIN',
    );
    const frames = error.stack?.split('\n').filter((line) => /^ {4}at (?!.*node:internal)/.test(line)) ?? [];
    expect(frames[0]).toContain('theCaller');
  });
}

function expectCause({ cause }: ZMQError, code: string): void {
  expect(cause).toMatchObject({ code });
}

/** The endpoint of a server that answers as one of HTTP does. */
async function stranger404(scope: Scope): Promise<string> {
  const http = createServer((socket) => {
    socket.on('error', () => {});
    socket.end('HTTP/1.1 400 Bad Request\r\n\r\n', () => socket.destroy());
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  scope.defer(() => void http.close());
  return `tcp://127.0.0.1:${(http.address() as { port: number }).port}`;
}
