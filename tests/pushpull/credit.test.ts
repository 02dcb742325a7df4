import type { ZMQSocket } from '@zeromq-ts/core';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { expect, it, onTestFinished } from 'vitest';

const TIMEOUT = 20_000;

function closing<S extends ZMQSocket>(socket: S): S {
  onTestFinished(() => socket.close({ linger: 0 }));
  return socket;
}

const source = (): ZMQPush => closing(new ZMQPush(undefined, { strategy: 'credit' }));
const worker = (endpoint: string, credit = 1): ZMQPull => closing(new ZMQPull(`>${endpoint}`, { credit }));
const receive = async (pull: ZMQPull): Promise<string> => (await pull.receive({ timeout: TIMEOUT })).text();

it.each(['tcp://127.0.0.1:*', 'ipc://*', 'inproc://free'])(
  'over %s, work goes to the worker that is free, and none waits behind one that is busy',
  async (endpoint) => {
    const push = source();
    const bound = await push.bind(endpoint);
    const [busy, free] = [worker(bound), worker(bound)];
    await push.connected({ peers: 2, timeout: TIMEOUT });
    const sends = Array.from({ length: 20 }, (_, index) => push.send(`${index}`));
    const first = await receive(busy);
    const others: string[] = [];
    // The busy one has one message and asks for no other: all others come to the one that asks.
    for (let count = 0; count < 19; count++) others.push(await receive(free));
    await Promise.all(sends);
    expect([first, ...others].map(Number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(busy.tryReceive()).toBeUndefined();
  },
);

it('send waits while no worker is free', async () => {
  const push = source();
  const endpoint = await push.bind('tcp://127.0.0.1:*');
  const pull = worker(endpoint, 2);
  await push.send('1');
  await push.send('2');
  await expect(push.send('3', { timeout: 50 })).rejects.toMatchObject({ code: 'EAGAIN' });
  expect(push.trySend('3')).toBe(false);
  const third = push.send('3', { timeout: TIMEOUT });
  expect([await receive(pull), await receive(pull), await receive(pull)]).toEqual(['1', '2', '3']);
  expect(await third).toBe(true);
});

it('a worker that comes back has its credit again, and what it had before does not count', async () => {
  const pull = closing(new ZMQPull(undefined, { credit: 1 }));
  const endpoint = await pull.bind('tcp://127.0.0.1:*');
  const first = closing(new ZMQPush(endpoint, { strategy: 'credit' }));
  await first.send('a');
  await first.close();
  const second = closing(new ZMQPush(endpoint, { strategy: 'credit' }));
  await second.send('b');
  await expect(second.send('c', { timeout: 50 })).rejects.toMatchObject({ code: 'EAGAIN' });
  expect([await receive(pull), await receive(pull)]).toEqual(['a', 'b']);
  const third = second.send('c', { timeout: TIMEOUT });
  expect(await receive(pull)).toBe('c');
  await third;
});

it('thousands of messages arrive, each once and in order, whatever the credit', async () => {
  for (const credit of [1, 2, 7, 1000]) {
    const push = source();
    const pull = worker(await push.bind('tcp://127.0.0.1:*'), credit);
    void (async () => {
      for (let index = 0; index < 2000; index++) await push.send(`${index}`);
    })();
    for (let index = 0; index < 2000; index++) expect(await receive(pull)).toBe(`${index}`);
    await Promise.all([push.close(), pull.close()]);
  }
});

it('a worker without credit gets nothing from it, and one with credit works with an ordinary PUSH of either engine', async () => {
  const push = source();
  const plain = closing(new ZMQPull(`>${await push.bind('tcp://127.0.0.1:*')}`));
  await plain.connected({ timeout: TIMEOUT });
  await expect(push.send('x', { timeout: 50 })).rejects.toMatchObject({ code: 'EAGAIN' });
  for (const engine of ['zmtp', 'libzmq']) {
    const ordinary = closing(new ZMQPush(undefined, { engine }));
    const pull = worker(await ordinary.bind('tcp://127.0.0.1:*'));
    for (const text of ['1', '2', '3']) await ordinary.send(text);
    expect([await receive(pull), await receive(pull), await receive(pull)]).toEqual(['1', '2', '3']);
  }
});

it('is not on libzmq, and accepts nothing else', () => {
  const unsupported = expect.objectContaining({ code: 'ENOTSUP' });
  expect(() => new ZMQPush(undefined, { engine: 'libzmq', strategy: 'credit' })).toThrow(unsupported);
  expect(() => new ZMQPull(undefined, { engine: 'libzmq', credit: 1 })).toThrow(unsupported);
  expect(() => new ZMQPush(undefined, { strategy: 'random' as never })).toThrow(/'round-robin' or 'credit'/);
  expect(() => new ZMQPull(undefined, { credit: -1 })).toThrow(/messages from 0/);
});

it('is full while no worker has given credit, and becomes writable when one does', async () => {
  const push = source();
  const endpoint = await push.bind('inproc://credit');
  const pull = worker(endpoint, 1);
  await push.send('1');
  expect([push.trySend('2'), push.sendState, push.writable]).toEqual([false, 'full', false]);
  const writable = push.whenWritable({ timeout: TIMEOUT });
  expect(await receive(pull)).toBe('1');
  const second = pull.receive({ timeout: TIMEOUT });
  await writable;
  expect(push.trySend('2')).toBe(true);
  expect((await second).text()).toBe('2');
});

it('a message that cannot be encoded any more costs no credit', async () => {
  const push = source();
  const pull = worker(await push.bind('tcp://127.0.0.1:*'));
  await push.connected({ timeout: TIMEOUT });
  await expect.poll(() => push.writable).toBe(true);
  const bad = new Uint8Array(100_000);
  const dropped = new Promise<number>((resolve) => push.once('dropped', ({ count }) => resolve(count)));
  expect(await push.send(bad)).toBe(true);
  structuredClone(bad, { transfer: [bad.buffer] });
  expect(await dropped).toBe(1);
  expect(push.stats().dropped.unreadable).toBe(1);
  expect(await push.send('next', { timeout: TIMEOUT })).toBe(true);
  expect(await receive(pull)).toBe('next');
});

it('credit and conflate are refused together, on both sides', () => {
  const refusal = expect.objectContaining({ code: 'EINVAL', message: expect.stringContaining('conflate') });
  expect(() => new ZMQPull(undefined, { credit: 1, conflate: true })).toThrow(refusal);
  expect(() => new ZMQPush(undefined, { strategy: 'credit', conflate: true })).toThrow(refusal);
});
