import { inspect } from 'node:util';
import { Message } from '@zeromq-ts/core';
import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { failure, refusal } from '../waiting.js';

/** The messages that arrive. */
export function message(suite: Suite): void {
  suite.overTransports('a received message is a Message with its frames, sizes and texts', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    await left.send(['weather.berlin', '{"celsius":21}', '', Uint8Array.of(0, 255)]);
    const received = await right.receive();
    expect(received).toBeInstanceOf(Message);
    expect(received.length).toBe(4);
    expect(received.size).toBe(14 + 14 + 0 + 2);
    const [topic, body, empty, binary] = received;
    expect([String(topic), String(body)]).toEqual(['weather.berlin', '{"celsius":21}']);
    expect(empty).toHaveLength(0);
    expect(Array.from(binary ?? [])).toEqual([0, 255]);
    expect(received.frames).toHaveLength(4);
    expect(received.frames.every((frame) => frame instanceof Uint8Array)).toBe(true);
    expect(received.frame(0)).toEqual(topic);
    expect(received.text()).toBe('weather.berlin');
    expect(received.json<{ celsius: number }>(1).celsius).toBe(21);
  });

  suite.overTransports('frames are Buffers on Node', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    await left.send(['text', Uint8Array.of(1), '']);
    const received = await right.receive();
    expect(received.frames.every((frame) => Buffer.isBuffer(frame))).toBe(true);
  });

  suite.overTransports('a message prints as its text, and is inspected readably', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    await left.send('hello');
    const one = await right.receive();
    expect(String(one)).toBe('hello');
    await left.send(['a', 'b', Uint8Array.of(0, 171), 'c'.repeat(5000)]);
    const several = await right.receive();
    expect(several.toString().split('\n').slice(0, 2)).toEqual(['a', 'b']);
    const shown = inspect(several);
    expect(shown).toContain('00ab');
    expect(shown).toContain('5000');
    expect(shown.length).toBeLessThan(400);
  });

  suite.overWirings(
    'message.peer is who sent it, the same object as in the events of the connection',
    async (scope) => {
      const [router, dealer] = [scope.binding('ROUTER'), scope.connecting('DEALER', { routingId: 'ada' })];
      const greeted: unknown[] = [];
      router.on('handshake-succeeded', ({ peer }) => greeted.push(peer));
      const endpoint = await scope.join(router, dealer);
      await dealer.send('question');
      const question = await router.receive();
      await router.send(['ada', 'answer']);
      const answer = await dealer.receive();
      const { messagePeer } = suite.pair.binder.capabilities;
      if (messagePeer) {
        expect(question.peer).toMatchObject({ socketType: 'DEALER', mechanism: 'NULL' });
        expect(String(question.peer?.routingId)).toBe('ada');
        expect(question.peer?.address).toContain(`${scope.transport}://`);
        expect(greeted).toHaveLength(1);
        expect(question.peer).toBe(greeted[0]);
        expect(Object.isFrozen(question.peer)).toBe(true);
      } else {
        expect(question.peer).toBeUndefined();
      }
      if (suite.pair.connecter.capabilities.messagePeer) {
        expect(answer.peer).toMatchObject({ address: endpoint, socketType: 'ROUTER', mechanism: 'NULL' });
      } else {
        expect(answer.peer).toBeUndefined();
      }
    },
  );

  suite.overTransports('message.peer is there for each way to receive, and for each type that does', async (scope) => {
    const { messagePeer } = suite.pair.binder.capabilities;
    const pairs = [
      ['PULL', 'PUSH'],
      ['PAIR', 'PAIR'],
      ['REP', 'REQ'],
      ['DEALER', 'DEALER'],
      ['XPUB', 'XSUB'],
    ] as const;
    for (const [type, peerType] of pairs) {
      const [receiver, sender] = [scope.binding(type), scope.connecting(peerType)];
      await scope.join(receiver, sender);
      // To an XPUB the one that begins with the byte 1 is a subscription.
      const text = type === 'XPUB' ? '\u0001topic' : 'text';
      for (const body of [text, [text, '']]) {
        await sender.send(body);
        const received = await receiver.receive();
        expect([type, received.peer?.socketType]).toEqual([type, messagePeer ? peerType : undefined]);
        if (receiver.type !== 'REP') continue;
        await (receiver as unknown as typeof sender).send('reply');
        await (sender as unknown as typeof receiver).receive();
      }
    }
    expect(new Message('not received').peer).toBeUndefined();
  });

  suite.overTransports('a message is immutable', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    await left.send(['a', 'b']);
    const received = await right.receive();
    const frames = received.frames as Buffer[];
    expect(await failure(() => frames.push(Buffer.from('c')))).toBeInstanceOf(TypeError);
    expect(await failure(() => Object.assign(received, { length: 5 }))).toBeInstanceOf(TypeError);
    expect(received.length).toBe(2);
  });

  suite.overTransports('a frame that is not there, and text that is no JSON, are errors that say so', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    await left.send('not json');
    const received = await right.receive();
    for (const read of [() => received.frame(1), () => received.text(-1), () => received.frame(0.5)]) {
      expect((await refusal(read)).code).toBe('EINVAL');
    }
    const error = await refusal(() => received.json());
    expect(error.message).toContain('not json');
    expect(error.cause).toBeInstanceOf(SyntaxError);
  });

  suite.overTransports(
    'bytes that are no UTF-8 become U+FFFD in text, and stay as they are in the frame',
    async (scope) => {
      const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
      await scope.join(left, right);
      await left.send(Uint8Array.of(65, 255, 66));
      const received = await right.receive();
      expect(received.text()).toBe('A\ufffdB');
      expect([...received.frame(0)]).toEqual([65, 255, 66]);
    },
  );

  suite.overTransports('keeping a small message does not keep the block alive that it arrived in', async (scope) => {
    const [left, right] = [
      scope.binding('PAIR', { sendHighWaterMark: 0 }),
      scope.connecting('PAIR', { receiveHighWaterMark: 0 }),
    ];
    await scope.join(left, right);
    // What Node itself takes small Buffers from.
    const pool = Buffer.from('small').buffer.byteLength;
    for (let index = 0; index < 500; index++)
      void left.send(['small', index % 100 === 0 ? Buffer.alloc(300_000) : 'x']);
    for (let index = 0; index < 500; index++) {
      const frame = (await right.receive()).frame(0);
      expect(frame.buffer.byteLength).toBeLessThanOrEqual(Math.max(65_536, pool));
    }
  });

  suite.it('a received message keeps its bytes when more arrive', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    const kept: Message[] = [];
    for (let index = 0; index < 500; index++) {
      await left.send(`message ${index} ${'.'.repeat(index % 200)}`);
      kept.push(await right.receive());
    }
    for (const [index, one] of kept.entries()) expect(one.text()).toBe(`message ${index} ${'.'.repeat(index % 200)}`);
  });
}
