import type { Outgoing } from '@zeromq-ts/core/spi';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MessageEncoder } from '../../src/zmtp/message-encoder.js';
import { recording, type Told } from './recorder.js';

const bytes = fc.oneof(
  { weight: 6, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  { weight: 1, arbitrary: fc.integer({ min: 250, max: 70_000 }).map((length) => new Uint8Array(length).fill(length)) },
);
const text = fc.oneof(fc.string({ maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 100 }));
const part: fc.Arbitrary<string | Uint8Array> = fc.oneof(bytes, text);

type Sent =
  | { readonly do: 'message'; readonly message: Outgoing }
  | { readonly do: 'subscribe' | 'cancel' | 'pong'; readonly data: Uint8Array }
  | { readonly do: 'ping'; readonly timeToLive: number; readonly data: Uint8Array }
  | { readonly do: 'take' };

const context = fc.uint8Array({ maxLength: 16 });
const sent: fc.Arbitrary<Sent> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('message' as const), message: part }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('message' as const), message: fc.array(part, { minLength: 1 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('subscribe' as const, 'cancel' as const), data: bytes }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pong' as const), data: context }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('ping' as const), timeToLive: fc.nat(6_553_599), data: context }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'take' } as const) },
);

const latin1 = (data: string | Uint8Array) => Buffer.from(data as string).toString('latin1');

/** What a peer is to be told that takes subscriptions, or does not. */
function expected(one: Sent, subscriptions: boolean): readonly Told[] {
  if (one.do === 'take') return [];
  if (one.do === 'ping') return [{ ping: Math.floor(one.timeToLive / 100) * 100, context: latin1(one.data) }];
  if (one.do === 'pong') return [{ pong: latin1(one.data) }];
  if (one.do === 'message') return [messageOrSubscription(one.message, subscriptions)];
  return subscriptions ? [{ [one.do]: latin1(one.data) } as unknown as Told] : [];
}

function messageOrSubscription(message: Outgoing, subscriptions: boolean): Told {
  const frames = typeof message === 'string' || message instanceof Uint8Array ? [message] : message;
  const body = latin1(frames[0] as string);
  if (subscriptions && frames.length === 1 && body.startsWith('\x01')) return { subscribe: body.slice(1) };
  if (subscriptions && frames.length === 1 && body.startsWith('\0')) return { cancel: body.slice(1) };
  return { message: frames.map(latin1) };
}

function encode(list: readonly Sent[]): Buffer {
  const encoder = new MessageEncoder();
  const pieces: Buffer[] = [];
  for (const one of list) {
    if (one.do === 'message') encoder.message(one.message);
    else if (one.do === 'ping') encoder.ping(one.timeToLive, one.data);
    else if (one.do === 'take') pieces.push(...encoder.take().pieces);
    else if (one.do === 'pong') encoder.pong(one.data);
    else encoder.command({ name: one.do === 'subscribe' ? 'SUBSCRIBE' : 'CANCEL', data: one.data });
  }
  return Buffer.concat([...pieces, ...encoder.take().pieces]);
}

it.each([true, false])(
  'F-14 F-15 F-16 C-01 W-01 H-01 whatever is encoded is decoded, through any chunks (subscriptions: %s)',
  (subscriptions) => {
    const lists = fc.array(sent, { maxLength: 40, size: 'max' });
    const property = fc.property(lists, fc.integer({ min: 1, max: 5_000 }), (list, chunkLength) => {
      const stream = encode(list);
      const { decoder, recorder } = recording({ subscriptions });
      for (let at = 0; at < stream.length; at += chunkLength) decoder.push(stream.subarray(at, at + chunkLength));
      expect(recorder.told).toStrictEqual(list.flatMap((one) => expected(one, subscriptions)));
      expect(decoder.midMessage).toBe(false);
    });
    fc.assert(property);
  },
);
