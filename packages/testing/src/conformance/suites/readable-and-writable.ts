import { expect } from 'vitest';
import type { Message } from '@zeromq-ts/core';
import type { Scope } from '../scope.js';
import type { Suite } from '../suite.js';
import { expectRefusal, EVENT_TIMEOUT_MS, receiveTexts, texts } from '../waiting.js';

interface Readable {
  readonly readable: boolean;
  whenReadable(options: { timeout: number }): Promise<void>;
  tryReceive(): Message | undefined;
  receive(options?: { timeout?: number }): Promise<Message>;
}

/** What `readable` says must be so: a message is there, and was not taken. */
async function expectReadable(socket: Readable, ...frames: string[]): Promise<void> {
  await socket.whenReadable({ timeout: EVENT_TIMEOUT_MS });
  await socket.whenReadable({ timeout: 0 });
  expect(socket.readable).toBe(true);
  const message = socket.tryReceive();
  expect(message === undefined ? undefined : texts(message)).toEqual(frames);
}

const SMALL_QUEUES = { sendHighWaterMark: 2, receiveHighWaterMark: 2, linger: 0 };
const BODY = Buffer.alloc(60_000, 'x');

/** `readable`, `whenReadable`, `writable`, `whenWritable` and `sendState` (libzmq: ZMQ_EVENTS). */
export function readableAndWritable(suite: Suite): void {
  for (const [type, peerType] of [
    ['PULL', 'PUSH'],
    ['DEALER', 'DEALER'],
    ['PAIR', 'PAIR'],
  ] as const) {
    suite.overWirings(`a ${type} is readable when a message is there`, async (scope) => {
      const receiver = scope.binding(type);
      const sender = scope.connecting(peerType);
      await scope.join(receiver, sender);
      expect(receiver.readable).toBe(false);
      await sender.send(['a', 'b']);
      await expectReadable(receiver, 'a', 'b');
      expect(receiver.readable).toBe(false);
    });
  }

  suite.overTransports('a REQ and a REP are readable and writable when it is their turn', async (scope) => {
    const reply = scope.binding('REP');
    const request = scope.connecting('REQ');
    await scope.join(reply, request);
    expect([request.readable, request.sendState, reply.sendState]).toEqual([false, 'ready', 'out-of-turn']);
    const answered = request.whenReadable({ timeout: EVENT_TIMEOUT_MS });
    await request.send('question');
    expect(request.sendState).toBe('out-of-turn');
    const mayReply = reply.whenWritable({ timeout: EVENT_TIMEOUT_MS });
    await expectReadable(reply, 'question');
    await mayReply;
    expect([reply.readable, reply.sendState]).toEqual([false, 'ready']);
    const mayAsk = request.whenWritable({ timeout: EVENT_TIMEOUT_MS });
    await reply.send('answer');
    await answered;
    expect(request.sendState).toBe('out-of-turn');
    await expectReadable(request, 'answer');
    await mayAsk;
    expect([request.readable, request.writable]).toEqual([false, true]);
  });

  suite.overTransports('a ROUTER is readable, and always writable', async (scope) => {
    const router = scope.binding('ROUTER');
    expect(router.sendState).toBe('ready');
    const dealer = scope.connecting('DEALER', { routingId: 'anna' });
    await scope.join(router, dealer);
    await dealer.send('hello');
    await expectReadable(router, 'anna', 'hello');
  });

  suite.overTransports('a SUB is readable when a message of its topics is there', async (scope) => {
    const publisher = scope.binding('XPUB');
    const subscriber = scope.connecting('SUB', { topics: ['A'] });
    await scope.join(publisher, subscriber);
    expect(publisher.sendState).toBe('ready');
    await expectReadable(publisher, '\u0001A');
    await publisher.send('B');
    await publisher.send(['A', 'news']);
    await expectReadable(subscriber, 'A', 'news');
    expect(subscriber.readable).toBe(false);
  });

  suite.overTransports('an XSUB is readable, and an XPUB with manual keeps whom it has received', async (scope) => {
    const publisher = scope.binding('XPUB', { manual: true });
    const subscriber = scope.connecting('XSUB');
    await scope.join(publisher, subscriber);
    await subscriber.send('\u0001A');
    await publisher.whenReadable({ timeout: EVENT_TIMEOUT_MS });
    expect(publisher.readable).toBe(true);
    expect(await receiveTexts(publisher)).toEqual(['\u0001A']);
    publisher.subscribe('A');
    await publisher.send('A');
    await expectReadable(subscriber, 'A');
  });

  for (const [type, peerType] of [
    ['PUSH', 'PULL'],
    ['DEALER', 'DEALER'],
    ['REQ', 'REP'],
    ['PAIR', 'PAIR'],
  ] as const) {
    suite.overTransports(`a ${type} without a peer becomes writable when it has one`, async (scope) => {
      const sender = scope.binding(type);
      expect([sender.writable, sender.sendState, sender.trySend('too early')]).toEqual([false, 'full', false]);
      await expectRefusal(sender.whenWritable({ timeout: 0 }), 'EAGAIN');
      const ready = sender.whenWritable({ timeout: EVENT_TIMEOUT_MS });
      const endpoint = await scope.endpoint();
      await sender.bind(endpoint);
      const peer = scope.connecting(peerType);
      peer.connect(endpoint);
      await ready;
      expect([sender.writable, sender.trySend('sent')]).toEqual([true, true]);
      expect(await receiveTexts(peer)).toEqual(['sent']);
    });
  }

  for (const [type, peerType] of [
    ['PUSH', 'PULL'],
    ['DEALER', 'DEALER'],
    ['PAIR', 'PAIR'],
  ] as const) {
    suite.overTransports(`a ${type} that is full becomes writable when its peer reads`, async (scope) => {
      const [sender, peer] = [scope.binding(type, SMALL_QUEUES), scope.connecting(peerType, SMALL_QUEUES)];
      await scope.join(sender, peer);
      const sent = await fill(scope, sender);
      const ready = sender.whenWritable({ timeout: EVENT_TIMEOUT_MS });
      for (let left = sent; left > 0; left--) await peer.receive();
      await ready;
      expect(sender.trySend('last')).toBe(true);
      expect(await receiveTexts(peer)).toEqual(['last']);
    });
  }

  suite.it('a socket that closes rejects what waits, and is neither readable nor writable', async (scope) => {
    const pair = scope.binding('PAIR');
    const waiting = [pair.whenReadable(), pair.whenWritable()].map((each) => expectRefusal(each, 'ENOTSOCK'));
    await pair.close();
    await Promise.all(waiting);
    expect([pair.readable, pair.writable, pair.sendState]).toEqual([false, false, 'closed']);
    await expectRefusal(pair.whenReadable(), 'ENOTSOCK');
  });
}

/** Sends until the socket stays full. @returns how many were sent. */
async function fill(
  scope: Scope,
  sender: ReturnType<typeof scope.binding<'PUSH' | 'DEALER' | 'PAIR'>>,
): Promise<number> {
  let sent = 0;
  for (;;) {
    if (sender.trySend(BODY)) {
      sent++;
      continue;
    }
    // libzmq takes from its queue in a thread of its own: there may be room again.
    const state = sender.sendState;
    if (state === 'ready') continue;
    expect(state).toBe('full');
    const more = await sender.whenWritable({ timeout: 100 }).then(
      () => true,
      () => false,
    );
    if (!more) return sent;
    expect(sender.trySend(BODY)).toBe(true);
    sent++;
  }
}
