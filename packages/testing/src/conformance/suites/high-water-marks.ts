import { expect } from 'vitest';
import type { Sockets } from '../socket-classes.js';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, expectRefusal, expectSilence, receiveMany, receiveTexts } from '../waiting.js';

/** Sends as much as there is room for. */
function fill(socket: Sockets['PUSH'] | Sockets['DEALER'], most = 5000): number {
  let count = 0;
  while (count < most && socket.trySend(`${count}`)) count++;
  return count;
}

/**
 * How much the queues hold, and what happens when they are full. Exact counts are those of inproc; over tcp and ipc
 * the buffers of the system come on top.
 */
export function highWaterMarks(suite: Suite): void {
  suite.over('inproc', 'B-008 a queue holds the sum of both marks: 5 and 7 make 12', async (scope) => {
    const push = scope.binding('PUSH', { sendHighWaterMark: 5 });
    const pull = scope.connecting('PULL', { receiveHighWaterMark: 7 });
    await scope.join(push, pull);
    expect(fill(push)).toBe(12);
    expect(await receiveMany(pull, 12)).toEqual(Array.from({ length: 12 }, (_, index) => `${index}`));
  });

  suite.over('inproc', 'B-008 before the bind, a queue holds the mark of the sender', async (scope) => {
    const push = scope.connecting('PUSH', { sendHighWaterMark: 5 }, await scope.endpoint());
    expect(fill(push)).toBe(5);
  });

  for (const [sends, receives] of [
    [0, 5],
    [5, 0],
  ] as const) {
    suite.over('inproc', `B-008 B-012 marks of ${sends} and ${receives}: 0 is no limit`, async (scope) => {
      const push = scope.binding('PUSH', { sendHighWaterMark: sends });
      const pull = scope.connecting('PULL', { receiveHighWaterMark: receives });
      await scope.join(push, pull);
      expect(fill(push, 4000)).toBe(4000);
      expect(await receiveMany(pull, 4000)).toHaveLength(4000);
    });
  }

  suite.over('inproc', 'B-011 the default is 1000 messages on each side', async (scope) => {
    const [push, pull] = [scope.binding('PUSH'), scope.connecting('PULL')];
    await scope.join(push, pull);
    expect(fill(push)).toBe(2000);
  });

  suite.over('inproc', 'B-011 marks count for each peer, not for the socket', async (scope) => {
    const push = scope.binding('PUSH', { sendHighWaterMark: 2 });
    const pulls = [1, 2, 3].map(() => scope.connecting('PULL', { receiveHighWaterMark: 3 }));
    await scope.join(push, ...pulls);
    expect(fill(push)).toBe(15);
    for (const pull of pulls) expect(await receiveMany(pull, 5)).toHaveLength(5);
  });

  suite.overTransports(
    'B-014 send waits while the queues are full, and goes on when they are drained',
    async (scope) => {
      const push = scope.binding('PUSH', { sendHighWaterMark: 4, sendBufferSize: 8192 });
      const pull = scope.connecting('PULL', { receiveHighWaterMark: 4, receiveBufferSize: 8192 });
      await scope.join(push, pull);
      // Frames large enough to fill what the system buffers.
      const padding = scope.transport === 'inproc' ? '' : 'x'.repeat(100_000);
      let sent = 0;
      const total = 100;
      const sends = Array.from({ length: total }, (_, index) => push.send([`${index}`, padding]).then(() => sent++));
      await eventually('it waits', () => push.stats().waitingSends > 0);
      expect(sent).toBeLessThan(total);
      for (let index = 0; index < total; index++) expect((await receiveTexts(pull))[0]).toBe(`${index}`);
      await Promise.all(sends);
      expect(push.stats().waitingSends).toBe(0);
    },
  );

  suite.over('inproc', 'B-014 B-015 a send that times out in front of a full queue is never sent', async (scope) => {
    const push = scope.binding('PUSH', { sendHighWaterMark: 1, sendTimeout: 30 });
    const pull = scope.connecting('PULL', { receiveHighWaterMark: 1 });
    await scope.join(push, pull);
    expect(fill(push)).toBe(2);
    await expectRefusal(push.send('late'), 'EAGAIN');
    expect(await receiveMany(pull, 2)).toEqual(['0', '1']);
    await push.send('next');
    expect(await receiveTexts(pull)).toEqual(['next']);
  });

  suite.over('inproc', 'B-021 a multipart message finds room as a whole or not at all', async (scope) => {
    const push = scope.binding('PUSH', { sendHighWaterMark: 2 });
    const pull = scope.connecting('PULL', { receiveHighWaterMark: 2 });
    await scope.join(push, pull);
    let count = 0;
    while (count < 100 && push.trySend([`${count}`, 'b', 'c'])) count++;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(100);
    for (let index = 0; index < count; index++) expect(await receiveTexts(pull)).toEqual([`${index}`, 'b', 'c']);
    await expectSilence(pull);
  });

  suite.over(
    'inproc',
    'PI-07 a peer that does not read stalls the others no longer than its own queue',
    async (scope) => {
      const push = scope.binding('PUSH', { sendHighWaterMark: 2 });
      const lazy = scope.connecting('PULL', { receiveHighWaterMark: 2 });
      const busy = scope.connecting('PULL', { receiveHighWaterMark: 2 });
      await scope.join(push, lazy, busy);
      const sends = Array.from({ length: 50 }, (_, index) => push.send(`${index}`));
      expect(await receiveMany(busy, 46)).toHaveLength(46);
      await Promise.all(sends);
      expect(await receiveMany(lazy, 4)).toHaveLength(4);
    },
  );

  suite.overTransports('B-011 one million bytes in flight arrive through queues of one message', async (scope) => {
    const push = scope.binding('PUSH', { sendHighWaterMark: 1 });
    const pull = scope.connecting('PULL', { receiveHighWaterMark: 1 });
    await scope.join(push, pull);
    const sends = Array.from({ length: 500 }, (_, index) => push.send(`${index}`.padEnd(2000)));
    const got = await receiveMany(pull, 500);
    expect(got.map(Number)).toEqual(Array.from({ length: 500 }, (_, index) => index));
    await Promise.all(sends);
  });

  suite.overNetworks('what a peer sent before it closed is there for a socket that was at its mark', async (scope) => {
    const pull = scope.binding('PULL', { receiveHighWaterMark: 4 });
    const push = scope.connecting('PUSH');
    const endpoint = await scope.join(pull, push);
    // More than is read from a connection at once, and less than the buffers of the system hold.
    const bodies = Array.from({ length: 60 }, (_, index) => `${index}`.padEnd(500));
    for (const body of bodies) await push.send(body);
    await push.close();
    // When the next peer has been greeted, the end of the last one has been seen.
    await scope.connecting('PUSH', {}, endpoint).connected({ timeout: EVENT_TIMEOUT_MS });
    expect(await receiveMany(pull, bodies.length)).toEqual(bodies);
  });

  const { binder, connecter } = suite.pair;
  if (!binder.capabilities.byteLimits || !connecter.capabilities.byteLimits) return;

  suite.over('inproc', 'B-008 marks of bytes count what is in the frames, and 128 for each frame', async (scope) => {
    const push = scope.binding('PUSH', { sendHighWaterMarkBytes: 1000 });
    const pull = scope.connecting('PULL', { receiveHighWaterMarkBytes: 600 });
    await scope.join(push, pull);
    // 200 each: three reach the mark of the one side, five that of the other.
    let count = 0;
    while (count < 100 && push.trySend(`${count}`.padEnd(72))) count++;
    expect(count).toBe(8);
    expect(await receiveMany(pull, 8)).toEqual(Array.from({ length: 8 }, (_, index) => `${index}`.padEnd(72)));
  });

  suite.over('inproc', 'A-23 frames without bytes reach a mark of bytes', async (scope) => {
    const push = scope.binding('PUSH', { sendHighWaterMarkBytes: 128_000 });
    const pull = scope.connecting('PULL', { receiveHighWaterMarkBytes: 128_000 });
    await scope.join(push, pull);
    const message = Array.from({ length: 100 }, () => '');
    let count = 0;
    while (count < 100 && push.trySend(message)) count++;
    expect(count).toBe(20);
    for (let index = 0; index < count; index++)
      expect((await pull.receive({ timeout: EVENT_TIMEOUT_MS })).length).toBe(100);
  });

  suite.overTransports('B-014 a message larger than the marks of bytes passes when nothing waits', async (scope) => {
    const push = scope.binding('PUSH', { sendHighWaterMarkBytes: 1 });
    const options = { receiveHighWaterMarkBytes: 1, maxIncomingBytes: 1 };
    const pulls = [scope.connecting('PULL', options), scope.connecting('PULL', options)];
    await scope.join(push, ...pulls);
    const bodies = Array.from({ length: 20 }, (_, index) => `${index}`.padEnd(300_000));
    const sends = bodies.map((body) => push.send(body));
    const received: string[] = [];
    for (const pull of pulls) {
      void (async () => {
        for await (const message of pull) received.push(message.text());
      })();
    }
    await eventually('all messages', () => received.length === bodies.length);
    expect(received.sort()).toEqual(bodies.sort());
    await Promise.all(sends);
  });

  suite.overTransports('B-014 with marks of bytes, send waits and goes on as with others', async (scope) => {
    const push = scope.binding('PUSH', { sendHighWaterMarkBytes: 300_000, sendHighWaterMark: 0 });
    const pull = scope.connecting('PULL', { receiveHighWaterMarkBytes: 300_000, receiveHighWaterMark: 0 });
    await scope.join(push, pull);
    const total = 200;
    const body = 'x'.repeat(100_000);
    const sends = Array.from({ length: total }, (_, index) => push.send([`${index}`, body]));
    await eventually('it waits', () => push.stats().waitingSends > 0);
    expect(push.stats().queuedOutgoing).toBe(3);
    for (let index = 0; index < total; index++) expect((await receiveTexts(pull))[0]).toBe(`${index}`);
    await Promise.all(sends);
  });

  suite.overTransports('A-23 above maxIncomingBytes each peer is held back after one message', async (scope) => {
    const pull = scope.binding('PULL', { maxIncomingBytes: 500_000 });
    const pushes = Array.from({ length: 5 }, () => scope.connecting('PUSH', { sendHighWaterMark: 1 }));
    await scope.join(pull, ...pushes);
    const sends = pushes.flatMap((push, peer) =>
      Array.from({ length: 100 }, (_, index) => push.send([`${peer} ${index}`, 'x'.repeat(100_000)])),
    );
    await eventually('they wait', () => pushes.every((push) => push.stats().waitingSends > 0));
    await eventually('as much has come as may', () => (pull.stats().queuedIncoming ?? 0) >= 5);
    expect(pull.stats().queuedIncoming).toBeLessThanOrEqual(10);
    const received = await receiveMany(pull, 500);
    for (let peer = 0; peer < pushes.length; peer++) {
      const own = received.filter((text) => text.startsWith(`${peer} `));
      expect(own).toEqual(Array.from({ length: 100 }, (_, index) => `${peer} ${index}`));
    }
    await Promise.all(sends);
  });
}
