import { Message } from '@zeromq-ts/core';
import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { eventually, failure, receiveTexts, texts } from '../waiting.js';

/** Sizes on both sides of every limit there is: memory shared with other messages, memory of its own, copied or not. */
const SIZES = [1, 20, 64, 65, 128, 129, 300, 1_000, 1_023, 1_024, 1_025, 5_000, 16_384, 16_385, 100_000];

/** What a frame may have beside it in its buffer. */
const MAX_SLACK_BYTES = 64;

/** What `postMessage(frame, [frame.buffer])` does: Node refuses it, or copies, where the memory is not its own. */
function transfer(frame: Uint8Array): Uint8Array {
  try {
    return structuredClone(frame, { transfer: [frame.buffer as ArrayBuffer] });
  } catch (error) {
    expect((error as Error).name).toBe('DataCloneError');
    return structuredClone(frame);
  }
}

const filled = (size: number): Buffer => Buffer.alloc(size, size % 251);
const isFilled = (bytes: Uint8Array, size: number): boolean => filled(size).equals(bytes);

/** A frame belongs to its receiver: changing it affects no other one. */
export function frames(suite: Suite): void {
  suite.overTransports('a frame that is transferred takes nothing with it', async (scope) => {
    const [push, pull] = [scope.binding('PUSH'), scope.connecting('PULL')];
    await scope.join(push, pull);
    const sent = [...SIZES, ...SIZES].map((size) => push.send([filled(size), 'and', filled(size)]));
    sent.push(...SIZES.map((size) => push.send(filled(size))));
    const received: Message[] = [];
    while (received.length < sent.length) received.push(await pull.receive());
    for (const [index, message] of received.entries()) {
      const size = SIZES[index % SIZES.length] as number;
      expect(isFilled(transfer(message.frame(0)), size)).toBe(true);
      if (message.length > 1) expect(message.text(1)).toBe('and');
      if (message.length > 1) expect(isFilled(message.frame(2), size)).toBe(true);
    }
    await push.send('still there');
    expect(await receiveTexts(pull)).toEqual(['still there']);
    await Promise.all(sent);
  });

  suite.overTransports('a clone of a frame is not larger than the frame', async (scope) => {
    const [push, pull] = [scope.binding('PUSH'), scope.connecting('PULL')];
    await scope.join(push, pull);
    for (const size of SIZES) {
      await push.send([filled(size), 't'.repeat(size)]);
      for (const frame of await pull.receive()) {
        expect(structuredClone(frame).buffer.byteLength - size).toBeLessThanOrEqual(MAX_SLACK_BYTES);
      }
    }
  });

  suite.overTransports(
    'each subscriber may change what it has received, and the sender keeps what it has sent',
    async (scope) => {
      const publisher = scope.binding('PUB');
      const subscribers = [0, 1, 2].map(() => scope.connecting('SUB'));
      await scope.join(publisher, ...subscribers);
      for (const subscriber of subscribers) subscriber.subscribe('');
      await eventually('all have subscribed', async () => {
        await publisher.send('hello');
        return subscribers.every((subscriber) => subscriber.tryReceive() !== undefined);
      });
      for (const size of SIZES) {
        const own = filled(size);
        await publisher.send([`size ${size}`, own]);
        for (const subscriber of subscribers) {
          let message = await subscriber.receive();
          while (message.text() === 'hello') message = await subscriber.receive();
          expect(texts(message)[0]).toBe(`size ${size}`);
          expect(isFilled(message.frame(1), size)).toBe(true);
          for (const frame of message) frame.fill(0x21);
        }
        expect(isFilled(own, size)).toBe(true);
      }
    },
  );

  suite.overTransports('a message that was sent on may be changed', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    const [next, last] = [scope.binding('PUSH'), scope.connecting('PULL')];
    await scope.join(left, right);
    await scope.join(next, last);
    for (const size of SIZES) {
      await left.send([filled(size), 'tail']);
      const message = await right.receive();
      await next.send(message);
      const sentOn = await last.receive();
      message.frame(0).fill(0x21);
      expect(isFilled(sentOn.frame(0), size)).toBe(true);
      sentOn.frame(0).fill(0x3f);
      expect(message.frame(0).every((byte) => byte === 0x21)).toBe(true);
    }
  });

  suite.overTransports('a message that has lost a frame is not sent on', async (scope) => {
    const [push, pull] = [scope.binding('PUSH'), scope.connecting('PULL')];
    await scope.join(push, pull);
    const message = new Message(['head', new Uint8Array(1_000)]);
    transfer(message.frame(1));
    expect(await failure(push.send(message))).toBeInstanceOf(TypeError);
    expect(await failure(push.send(['before', message]))).toBeInstanceOf(TypeError);
    await push.send('next');
    expect(await receiveTexts(pull)).toEqual(['next']);
  });

  suite.overTransports(
    'a routing id that was received may be changed, and is the same in the next message',
    async (scope) => {
      const [router, dealer] = [scope.binding('ROUTER'), scope.connecting('DEALER', { routingId: 'anna' })];
      await scope.join(router, dealer);
      for (const spoil of [(id: Uint8Array) => id.fill(0x21), transfer]) {
        await dealer.send('hello');
        const [id, text] = await router.receive();
        expect([String(id), String(text)]).toEqual(['anna', 'hello']);
        await router.send([id, 'welcome']);
        spoil(id);
        expect(await receiveTexts(dealer)).toEqual(['welcome']);
      }
      await router.send(['anna', 'bye']);
      expect(await receiveTexts(dealer)).toEqual(['bye']);
    },
  );

  suite.overTransports('a request may be changed before it is answered, and so may the reply', async (scope) => {
    const [rep, req] = [scope.binding('REP'), scope.connecting('REQ')];
    await scope.join(rep, req);
    for (const size of SIZES) {
      await req.send([filled(size), 'q']);
      const request = await rep.receive();
      expect(isFilled(transfer(request.frame(0)), size)).toBe(true);
      await rep.send(request.frame(1).fill(0x61));
      expect(await receiveTexts(req)).toEqual(['a']);
    }
  });

  suite.overTransports('frames go to a worker without a copy, by the transfer list', async (scope) => {
    const [push, pull] = [scope.binding('PUSH'), scope.connecting('PULL')];
    await scope.join(push, pull);
    await push.send(['task', filled(100_000), '']);
    const message = await pull.receive();
    const clone = structuredClone(message.frames, { transfer: message.transferList });
    const there = new Message(clone);
    expect([there.text(0), isFilled(there.frame(1), 100_000), there.length]).toEqual(['task', true, 3]);
    await push.send(there);
    expect((await pull.receive()).size).toBe(100_004);
  });

  suite.overTransports('a message is shown as JSON, found by index, and not cloned in vain', async (scope) => {
    const [push, pull] = [scope.binding('PUSH'), scope.connecting('PULL')];
    await scope.join(push, pull);
    await push.send(['topic', Uint8Array.of(255, 0), 'é']);
    const message = await pull.receive();
    expect(JSON.stringify({ message })).toBe('{"message":["topic",{"base64":"/wA="},"é"]}');
    expect([message.at(-1), message.at(0), message.at(3)]).toEqual([message.frame(2), message.frame(0), undefined]);
    expect([Reflect.get(message, 0), Reflect.get(message, '2'), Reflect.get(message, 3)]).toEqual([
      message.frame(0),
      message.frame(2),
      undefined,
    ]);
    expect(await failure(() => structuredClone(message))).toMatchObject({ name: 'DataCloneError' });
    expect(await failure(() => structuredClone({ deep: [message] }))).toMatchObject({ name: 'DataCloneError' });
  });
}
