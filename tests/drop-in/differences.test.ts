import * as zmq from '@zeromq-ts/zeromq';
import { Client } from '@zeromq-ts/zeromq/draft';
import { expect, it } from 'vitest';
import { run } from './program.js';

// Each shows a difference to the npm package that is wanted, or cannot be helped.

it('over inproc, a large buffer is copied', async () => {
  const [left, right] = [new zmq.Pair(), new zmq.Pair()];
  await left.bind('inproc://copied');
  right.connect('inproc://copied');
  const sent = Buffer.alloc(2048);
  await left.send(sent);
  const [received] = await right.receive();
  received?.fill(1);
  expect(sent.every((byte) => byte === 0)).toBe(true);
  left.close();
  right.close();
});

it('each worker thread has inproc names of its own', async () => {
  expect(
    await printed(`
      const { isMainThread, parentPort, Worker } = require('node:worker_threads');
      const bind = () => new Pair().bind('inproc://same-name');
      if (isMainThread) bind().then(() => new Worker(__filename)).then((worker) => worker.once('message', console.log));
      else bind().then(() => parentPort.postMessage('bound'));
    `),
  ).toBe('bound');
});

it('a socket that cannot send or receive says so', async () => {
  const subscriber = new zmq.Subscriber();
  const push = new zmq.Push();
  await expect((subscriber as unknown as zmq.Writable).send('x')).rejects.toMatchObject({ code: 'ENOTSUP' });
  await expect((push as unknown as zmq.Readable).receive()).rejects.toMatchObject({ code: 'ENOTSUP' });
  subscriber.close();
  push.close();
});

it('keys and mandatory can be read', () => {
  const { publicKey } = zmq.curveKeyPair();
  const router = new zmq.Router({ mandatory: true, curvePublicKey: publicKey });
  expect([router.mandatory, router.curvePublicKey]).toEqual([true, publicKey]);
  router.close();
});

it('options of security have no effect after the first bind or connect', async () => {
  const server = new zmq.Reply();
  await server.bind('tcp://127.0.0.1:*');
  server.plainServer = true;
  const client = new zmq.Request();
  client.connect(server.lastEndpoint as string);
  await client.send('without a password');
  expect(String(await server.receive())).toBe('without a password');
  client.close();
  server.close();
});

it('without a secret key of its own, a CURVE socket gets one that nobody knows', async () => {
  const server = new zmq.Reply({ curveServer: true });
  await server.bind('tcp://127.0.0.1:*');
  const keys = zmq.curveKeyPair();
  const client = new zmq.Request({
    curveServerKey: zmq.curveKeyPair().publicKey,
    curvePublicKey: keys.publicKey,
    curveSecretKey: keys.secretKey,
    linger: 0,
    receiveTimeout: 5000,
  });
  client.connect(server.lastEndpoint as string);
  const { type } = await new Promise<zmq.Event>((resolve) => {
    for (const name of ['handshake', 'handshake:error:protocol', 'handshake:error:other'] as const) {
      server.events.on(name, resolve);
    }
  });
  expect(type).toMatch(/^handshake:error:/u);
  client.close();
  server.close();
});

it('an IPv6 address is bound without the option ipv6', async () => {
  const pull = new zmq.Pull();
  const outcome = await pull.bind('tcp://[::1]:*').then(
    () => pull.lastEndpoint,
    ({ code }: { code: string }) => code,
  );
  // Where there is no IPv6, that is what is said.
  expect(outcome).toMatch(/^(?:tcp:\/\/\[::1\]:\d+|EADDRNOTAVAIL|EAFNOSUPPORT)$/u);
  pull.close();
});

it('a message that is too large for the receiver is refused', async () => {
  const pull = new zmq.Pull({ maxMessageSize: 100 });
  const push = new zmq.Push();
  await pull.bind('tcp://127.0.0.1:*');
  push.connect(pull.lastEndpoint as string);
  await push.send('small');
  await pull.receive();
  await expect(push.send(Buffer.alloc(101))).rejects.toMatchObject({ code: 'EMSGSIZE' });
  await push.send('still connected');
  expect(String(await pull.receive())).toBe('still connected');
  push.close();
  pull.close();
});

it('a DataView and a SharedArrayBuffer are sent as bytes', async () => {
  const [left, right] = [new zmq.Pair(), new zmq.Pair()];
  await left.bind('inproc://views');
  right.connect('inproc://views');
  await left.send([new DataView(Uint8Array.of(1, 2, 3).buffer, 1), new SharedArrayBuffer(2)]);
  expect(await right.receive()).toEqual([Buffer.of(2, 3), Buffer.of(0, 0)]);
  left.close();
  right.close();
});

it('an iteration over events ends when they are closed', async () => {
  const pull = new zmq.Pull();
  const { events } = pull;
  const ended = (async () => {
    const types: string[] = [];
    for await (const { type } of events) types.push(type);
    return types;
  })();
  events.close();
  expect(await ended).toEqual([]);
  pull.close();
});

it('tcpAcceptFilter has no effect', async () => {
  const pull = new zmq.Pull({ tcpAcceptFilter: '192.0.2.0/24' });
  const push = new zmq.Push();
  await pull.bind('tcp://127.0.0.1:*');
  push.connect(pull.lastEndpoint as string);
  await push.send('from another address');
  expect(String(await pull.receive())).toBe('from another address');
  push.close();
  pull.close();
});

it('web sockets are not there', async () => {
  const pull = new zmq.Pull();
  await expect(pull.bind('ws://127.0.0.1:*')).rejects.toMatchObject({ code: 'EPROTONOSUPPORT' });
  pull.close();
});

it('draft sockets are not there, and say so', () => {
  expect(zmq.capability.draft).toBe(false);
  expect(() => new Client()).toThrow(expect.objectContaining({ code: 'ENOTSUP' }) as Error);
});

it('the names of version 5 are there, and are not listed', async () => {
  expect(
    await printed(`
      const all = require(dropIn);
      console.log(typeof all.socket, all.ZMQ_LINGER, Object.keys(all).includes('socket'));
    `),
  ).toBe('function 17 false');
});

/** What a program prints. */
async function printed(program: string): Promise<string> {
  return (await run(program)).stdout.trim();
}
