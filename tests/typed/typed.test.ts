import { decode, encode } from '@msgpack/msgpack';
import { ZMQContext, type ZMQError } from '@zeromq-ts/core';
import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { type } from 'arktype';
import { decode as decodeCbor, encode as encodeCbor } from 'cbor-x';
import * as v from 'valibot';
import { afterEach, describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { binary, bytes, type Codec, frames, json, type StandardSchema, text, typed, withTopic } from '@zeromq-ts/typed';

let context = new ZMQContext();
afterEach(async () => {
  await context.close();
  context = new ZMQContext();
});

const AT = 'inproc://typed';
const pulls = () => new ZMQPull(AT, { context });
const pushes = () => new ZMQPush(AT, { context });

interface Task {
  id: number;
  path: string;
}

describe('a codec', () => {
  it.each<[string, Codec<never, unknown>, unknown]>([
    ['json', json(), { id: 1, list: [true, null, 'ü'] }],
    ['text', text(), 'grüße'],
    ['bytes', bytes(), Buffer.of(0, 255)],
    ['binary of MessagePack', binary({ encode, decode }), { id: 1, data: Buffer.of(1, 2) }],
    ['binary of CBOR', binary({ encode: encodeCbor, decode: decodeCbor }), { id: 1n << 40n, when: 'now' }],
    ['frames', frames(text(), json(), bytes()), ['a', { b: 1 }, Buffer.of(3)]],
    ['withTopic', withTopic((value: Task) => value.path, json<Task>()), { id: 1, path: 'x' }],
  ])('%s brings a value across', async (_, codec, value) => {
    const pull = typed(pulls(), { receive: codec });
    const push = typed(pushes(), { send: codec });
    await push.send(value as never);
    expect(await pull.receive()).toEqual(value);
  });

  it('withTopic sends the topic as the first frame', async () => {
    const pull = pulls();
    await typed(pushes(), { send: withTopic((value: Task) => value.path, json<Task>()) }).send({ id: 7, path: 'p' });
    expect((await pull.receive()).frames.map(String)).toEqual(['p', '{"id":7,"path":"p"}']);
  });

  it.each<[string, Codec<never, unknown>, unknown, string]>([
    ['json of undefined', json(), undefined, 'JSON has no text for undefined'],
    ['json of a function', json(), () => {}, 'function'],
    ['json of a circle', json(), circle(), 'circular'],
    ['text of a number', text(), 5, 'string, not number'],
    ['bytes of a string', bytes(), 'x', 'Uint8Array, not string'],
    ['frames of too few', frames(text(), text()), ['one'], '2 frames'],
    ['frames of no array', frames(text()), 'one', '1 frames'],
  ])('%s rejects, and nothing is sent', async (_, codec, value, says) => {
    const pull = pulls();
    const push = typed(pushes(), { send: codec });
    await expect(push.send(value as never)).rejects.toMatchObject({
      code: 'EINVAL',
      message: expect.stringContaining(says),
    });
    await push.socket.send('next');
    expect((await pull.receive()).text()).toBe('next');
  });

  it.each<[string, Codec<never, unknown>, string[], string]>([
    ['json of no JSON', json(), ['{'], 'not JSON'],
    ['json of two frames', json(), ['1', '2'], '2 frames'],
    ['frames of one', frames(text(), text()), ['one'], '1 frames, not 2'],
    ['withTopic of one', withTopic(() => '', json()), ['one'], 'this one has 1'],
    ['MessagePack of garbage', binary({ encode, decode }), ['\u00C1\u00C1'], 'not what this socket accepts'],
  ])('%s rejects, and the next message is received', async (_, codec, message, says) => {
    const pull = typed(pulls(), { receive: codec });
    const push = pushes();
    await push.send(message);
    await expect(pull.receive()).rejects.toMatchObject({ code: 'EPROTO', message: expect.stringContaining(says) });
    await push.send(['5', '6']);
    expect((await pull.socket.receive()).length).toBe(2);
  });
});

const SCHEMAS: [string, StandardSchema<Task>][] = [
  ['zod', z.object({ id: z.number(), path: z.string() })],
  ['valibot', v.object({ id: v.number(), path: v.string() })],
  ['arktype', type({ id: 'number', path: 'string' })],
];

describe.each(SCHEMAS)('a schema of %s', (_, Task) => {
  it('checks what is sent: a wrong value rejects, naming the part', async () => {
    pulls();
    const push = typed(pushes(), { send: Task });
    await expect(push.send({ id: '1', path: 'x' } as never)).rejects.toMatchObject({
      code: 'EINVAL',
      message: expect.stringMatching(/The schema does not accept the value: .*id/u),
    });
  });

  it('checks what is received: a wrong message rejects, naming the part', async () => {
    const pull = typed(pulls(), { receive: Task });
    const push = pushes();
    await push.send('{"id":1,"path":2}');
    await expect(pull.receive()).rejects.toMatchObject({ code: 'EPROTO', message: expect.stringContaining('path') });
    await push.send('{"id":1,"path":"/"}');
    const task = await pull.receive();
    expectTypeOf(task).toEqualTypeOf<Task>();
    expect(task).toEqual({ id: 1, path: '/' });
  });
});

describe('a typed socket', () => {
  it('sends what was given, and receives what the schema makes of it', async () => {
    const Event = z.object({ at: z.coerce.date(), note: z.string().default('none') });
    const pull = typed(pulls(), { receive: Event });
    const push = typed(pushes(), { send: Event });
    await push.send({ at: new Date(5) });
    const event = await pull.receive();
    expectTypeOf(event.at).toEqualTypeOf<Date>();
    expect(event).toEqual({ at: new Date(5), note: 'none' });
  });

  it('iterates over values, and ends when the socket closes', async () => {
    const tick = withTopic(
      (value: { symbol: string; price: number }) => value.symbol,
      json(z.object({ symbol: z.string(), price: z.number() })),
    );
    const publisher = typed(new ZMQPublisher(AT, { context }), { send: tick });
    const ticks = typed(new ZMQSubscriber(AT, 'ACME', { context }), { receive: tick });
    await publisher.socket.subscribed('ACME');
    for (const price of [1, 2, 3]) {
      await publisher.send({ symbol: 'OTHER', price });
      await publisher.send({ symbol: 'ACME', price });
    }
    const prices: number[] = [];
    for await (const { price } of ticks) {
      prices.push(price);
      if (prices.length === 3) await ticks.close();
    }
    expect(prices).toEqual([1, 2, 3]);
  });

  it('skips messages that it does not accept when there is onInvalid', async () => {
    const errors: string[] = [];
    const pull = typed(pulls(), {
      receive: json<number>(),
      onInvalid: (error: ZMQError, message) => errors.push(`${error.code} ${message}`),
    });
    const push = pushes();
    for (const body of ['1', 'x', '2', 'y', '3']) await push.send(body);
    expect(await pull.receive()).toBe(1);
    expect(pull.tryReceive()).toBe(2);
    for await (const value of pull) {
      expect(value).toBe(3);
      break;
    }
    expect(errors).toEqual(['EPROTO x', 'EPROTO y']);
  });

  it('ends an iteration with the error when there is none', async () => {
    const pull = typed(pulls(), { receive: json<number>() });
    await pushes().send('x');
    const iterate = async () => {
      for await (const value of pull) return value;
      return undefined;
    };
    await expect(iterate()).rejects.toMatchObject({ code: 'EPROTO' });
    expect(pull.socket.closed).toBe(false);
  });

  it('may leave an iteration while it waits, which costs no message', async () => {
    const pull = typed(pulls(), { receive: json<number>() });
    const iterator = pull[Symbol.asyncIterator]();
    const waiting = iterator.next();
    await iterator.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await pushes().send('1');
    expect(await pull.receive()).toBe(1);
  });

  it('requests', async () => {
    const server = typed(new ZMQReply(AT, { context }), {
      receive: z.object({ a: z.number(), b: z.number() }),
      send: z.number(),
    });
    const client = typed(new ZMQRequest(AT, { context }), {
      send: z.object({ a: z.number(), b: z.number() }),
      receive: z.number(),
    });
    const sum = client.request({ a: 1, b: 2 }, { timeout: 20_000 });
    const { a, b } = await server.receive();
    await server.send(a + b);
    expect(await sum).toBe(3);
  });

  it('keeps the order of values that a schema checks asynchronously', async () => {
    const delays = [3, 1, 2];
    const Slow = z.number().refine(async (value) => {
      for (let turns = delays[value] ?? 0; turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
      return true;
    });
    const pull = typed(pulls(), { receive: json<number>() });
    const push = typed(pushes(), { send: Slow });
    await Promise.all([0, 1, 2].map((value) => push.send(value)));
    expect([await pull.receive(), await pull.receive(), await pull.receive()]).toEqual([0, 1, 2]);
    expect(() => push.trySend(1)).toThrow('needs a codec that works at once');
  });

  it('tells whether a value could be received or sent, and waits for that', async () => {
    const push = typed(new ZMQPush(`@${AT}`, { context }), { send: json<number>() });
    expect([push.trySend(1), push.writable, push.sendState]).toEqual([false, false, 'full']);
    const pull = typed(new ZMQPull(`>${AT}`, { context }), { receive: json<number>() });
    await push.whenWritable({ timeout: 20_000 });
    expect([push.writable, push.sendState, pull.readable]).toEqual([true, 'ready', false]);
    expect(push.trySend(2)).toBe(true);
    await pull.whenReadable({ timeout: 20_000 });
    expect([pull.readable, pull.tryReceive(), pull.readable]).toEqual([true, 2, false]);
  });

  it('iterates until a signal is aborted, and drains', async () => {
    const [push, pull] = [typed(pushes(), { send: json<number>() }), typed(pulls(), { receive: json<number>() })];
    for (const value of [1, 2, 3]) await push.send(value);
    const stop = new AbortController();
    const received: number[] = [];
    for await (const value of pull.messages({ signal: stop.signal })) {
      received.push(value);
      stop.abort();
    }
    const drained = pull.drain({ timeout: 20_000 });
    for await (const value of pull) received.push(value);
    await drained;
    expect(received).toEqual([1, 2, 3]);
    expect(pull.socket.closed).toBe(true);
  });

  it('has the methods that its socket has', () => {
    const push = typed(pushes(), { send: json<number>() });
    const pull = typed(pulls(), { receive: json<number>() });
    expectTypeOf(push).toHaveProperty('send');
    expectTypeOf(push).not.toHaveProperty('receive');
    expectTypeOf(push).not.toHaveProperty('readable');
    expectTypeOf(pull).toHaveProperty('messages');
    expectTypeOf(pull).not.toHaveProperty('writable');
    expectTypeOf(pull).toHaveProperty('drain');
    expectTypeOf(pull).toHaveProperty('receive');
    expectTypeOf(pull).not.toHaveProperty('send');
    expect(() => typed(pulls(), {})).toThrow('needs a codec or a schema');
    expect(() => typed(pulls(), { recieve: json() } as never)).toThrow(
      'There is no option "recieve". Do you mean receive?',
    );
    expect(() => typed(pulls(), { receive: {} as never })).toThrow('The option receive of typed is a codec');
    expect(() => binary({} as never)).toThrow('encode and decode');
  });

  it('names the peer that a wrong message came from', async () => {
    const pull = typed(new ZMQPull(), { receive: json<number>() });
    const push = new ZMQPush(await pull.socket.bind('tcp://127.0.0.1:*'));
    await push.send('x');
    await expect(pull.receive()).rejects.toThrow(/from .*127\.0\.0\.1/u);
    await Promise.all([push.close(), pull.close()]);
  });
});

function circle(): unknown {
  const value: Record<string, unknown> = {};
  value['self'] = value;
  return value;
}
