import { expect } from 'vitest';
import type { Suite } from '../conformance/suite.js';
import { eventually, expectRefusal, failure, receiveMany, texts } from '../conformance/waiting.js';
import { Stage } from './stage.js';
import type { Sending, TestedSocketType } from './tested-socket-type.js';

const COUNT = 500;

/** What a socket promises that sends. */
export function sending(suite: Suite, tested: TestedSocketType): void {
  suite.overTransports('frames of all kinds and sizes arrive as they were sent', async (scope) => {
    const [sender, receiver] = await new Stage(scope, tested).sender();
    const bytes = Uint8Array.of(0, 1, 254, 255);
    for (const [frame, arrives] of [
      ['żółć €😀', Buffer.from('żółć €😀')],
      ['', Buffer.alloc(0)],
      [bytes, bytes],
      [bytes.subarray(1, 3), bytes.slice(1, 3)],
      [Buffer.alloc(60_000, 'abc'), Buffer.alloc(60_000, 'abc')],
    ] as const) {
      expect(await sender.send(frame)).toBe(true);
      const message = await receiver.receive();
      expect(message.length).toBe(1);
      expect(Buffer.compare(message.frame(0), arrives)).toBe(0);
    }
  });

  suite.overTransports('messages arrive in the order of the calls, awaited or not', async (scope) => {
    const [sender, receiver] = await new Stage(scope, tested).sender({ sendHighWaterMark: 0, receiveHighWaterMark: 0 });
    const bodies = Array.from({ length: COUNT }, (_, index) => `${index}`);
    const sends = bodies.map((body) => sender.send(body));
    expect(await receiveMany(receiver, COUNT)).toEqual(bodies);
    expect(await Promise.all(sends)).toEqual(bodies.map(() => true));
  });

  suite.overTransports('trySend sends, too', async (scope) => {
    const [sender, receiver] = await new Stage(scope, tested).sender();
    expect(sender.trySend('tried')).toBe(true);
    expect(await receiveMany(receiver, 1)).toEqual(['tried']);
  });

  suite.overTransports(
    'a send whose signal is aborted already rejects with its reason, and is not sent',
    async (scope) => {
      const [sender, receiver] = await new Stage(scope, tested).sender();
      const reason = { because: 'of it' };
      expect(await failure(sender.send('never', { signal: AbortSignal.abort(reason) }))).toBe(reason);
      await sender.send('next');
      expect(await receiveMany(receiver, 1)).toEqual(['next']);
    },
  );

  suite.it('what is no message is a TypeError', async (scope) => {
    const sender = new Stage(scope, tested).open() as Sending;
    for (const wrong of [undefined, null, 5, {}, [5]]) {
      expect(await failure(sender.send(wrong as never))).toBeInstanceOf(TypeError);
      expect(await failure(() => sender.trySend(wrong as never))).toBeInstanceOf(TypeError);
    }
  });

  if (tested.definition.multipart === false) {
    suite.overTransports('a message of several frames is EINVAL, and the next one is sent', async (scope) => {
      const [sender, receiver] = await new Stage(scope, tested).sender();
      await expectRefusal(sender.send(['a', 'b']), 'EINVAL');
      await sender.send('one');
      expect(await receiveMany(receiver, 1)).toEqual(['one']);
    });
  } else {
    suite.overTransports('a message of several frames arrives as one', async (scope) => {
      const [sender, receiver] = await new Stage(scope, tested).sender();
      await sender.send(['a', '', 'c'.repeat(1000)]);
      expect(texts(await receiver.receive())).toEqual(['a', '', 'c'.repeat(1000)]);
    });
  }

  if (tested.definition.exclusive !== true) {
    suite.overTransports('when one of two peers has left, the other one gets what is sent', async (scope) => {
      const stage = new Stage(scope, tested);
      const [sender, leaving] = await stage.sender();
      const staying = stage.openPeer() as typeof leaving;
      staying.connect(sender.endpoint as string);
      await scope.connected(sender, leaving, staying);
      await stage.readyFor(sender, staying);
      await leaving.close();
      await eventually('it has left', () => sender.stats().peers === 1);
      const bodies = Array.from({ length: 10 }, (_, index) => `${index}`);
      for (const body of bodies) await sender.send(body);
      expect(await receiveMany(staying, 10)).toEqual(bodies);
    });
  }

  suite.overTransports('a peer that comes after another one has left gets what is sent', async (scope) => {
    const stage = new Stage(scope, tested);
    const [sender, first] = await stage.sender();
    await first.close();
    await eventually('it has left', () => sender.stats().peers === 0);
    const second = stage.openPeer() as typeof first;
    second.connect(sender.endpoint as string);
    await scope.connected(sender, second);
    await stage.readyFor(sender, second);
    await sender.send('to the second');
    expect(await receiveMany(second, 1)).toEqual(['to the second']);
  });

  if (tested.definition.muteAction === 'block') return;
  suite.overTransports('without a peer it drops, and does not wait', async (scope) => {
    const stage = new Stage(scope, tested);
    const sender = stage.open({ sendTimeout: 5 }) as Sending;
    await sender.bind(await scope.endpoint());
    expect(await sender.send('to nobody')).toBe(true);
    expect(sender.trySend('to nobody')).toBe(true);
  });
}
