import { expect } from 'vitest';
import type { Suite } from '../conformance/suite.js';
import { eventually, expectRefusal, failure, inTime, receiveMany } from '../conformance/waiting.js';
import { Stage } from './stage.js';
import type { Receiving, Sending, TestedSocketType } from './tested-socket-type.js';

/** Large enough that a few fill what the system buffers. */
const PADDING = 'x'.repeat(60_000);
const SMALL_QUEUES = { sendHighWaterMark: 2, receiveHighWaterMark: 2, sendBufferSize: 8192, receiveBufferSize: 8192 };
const TOTAL = 200;

/** What a socket promises whose `send` waits while no peer has room. */
export function waitingForRoom(suite: Suite, tested: TestedSocketType): void {
  suite.overTransports('without a peer, send waits for one', async (scope) => {
    const stage = new Stage(scope, tested);
    const sender = stage.open() as Sending;
    const endpoint = await sender.bind(await scope.endpoint());
    expect(sender.trySend('no room')).toBe(false);
    const waiting = sender.send('waits');
    const receiver = stage.openPeer() as Receiving;
    receiver.connect(endpoint);
    expect(await receiveMany(receiver, 1)).toEqual(['waits']);
    expect(await waiting).toBe(true);
  });

  suite.it('a send waits for sendTimeout, and timeout goes before it', async (scope) => {
    const stage = new Stage(scope, tested);
    const sender = stage.open({ sendTimeout: 20 }) as Sending;
    await expectRefusal(sender.send('x'), 'EAGAIN', '20 ms');
    await expectRefusal(sender.send('x', { timeout: 5 }), 'EAGAIN', ' 5 ms');
    await expectRefusal(sender.send('x', { timeout: 0 }), 'EAGAIN');
    sender.setOption('sendTimeout' as never, 10 as never);
    await expectRefusal(sender.send('x'), 'EAGAIN', '10 ms');
  });

  suite.overTransports('sends given up by timeout or signal are not sent, and keep no others back', async (scope) => {
    const stage = new Stage(scope, tested);
    const sender = stage.open() as Sending;
    const endpoint = await sender.bind(await scope.endpoint());
    const controller = new AbortController();
    const reason = { because: 'of it' };
    const aborted = failure(sender.send('aborted', { signal: controller.signal }));
    const late = expectRefusal(sender.send('late', { timeout: 10 }), 'EAGAIN');
    const kept = sender.send('kept');
    controller.abort(reason);
    expect(await aborted).toBe(reason);
    await late;
    const receiver = stage.openPeer() as Receiving;
    receiver.connect(endpoint);
    expect(await receiveMany(receiver, 1)).toEqual(['kept']);
    expect(await kept).toBe(true);
  });

  suite.overTransports('sends wait at the high-water marks, and all arrive once, in order', async (scope) => {
    const [sender, receiver] = await new Stage(scope, tested).sender(SMALL_QUEUES);
    let sent = 0;
    const bodies = Array.from({ length: TOTAL }, (_, index) => `${index} ${PADDING}`);
    const sends = bodies.map((body) => sender.send(body).then(() => sent++));
    await eventually('it waits', () => sender.stats().waitingSends > 0);
    expect(sent).toBeLessThan(TOTAL);
    const received = await receiveMany(receiver, TOTAL);
    expect(received.map((body) => body.split(' ')[0])).toEqual(bodies.map((_, index) => `${index}`));
    await inTime('all sends', Promise.all(sends));
    expect(sender.stats().waitingSends).toBe(0);
  });

  suite.overTransports('trySend is false at the high-water marks, and true again when there is room', async (scope) => {
    const [sender, receiver] = await new Stage(scope, tested).sender(SMALL_QUEUES);
    let count = 0;
    await eventually('it is full', () => {
      while (count < 10 * TOTAL && sender.trySend(`${count} ${PADDING}`)) count++;
      return !sender.trySend(`${count} ${PADDING}`) || ++count < 0;
    });
    expect(await receiveMany(receiver, count)).toHaveLength(count);
    await eventually('there is room', () => sender.trySend('room'));
    expect(await receiveMany(receiver, 1)).toEqual(['room']);
  });

  suite.overTransports('a send that waits when the socket closes rejects with ENOTSOCK after linger', async (scope) => {
    const sender = new Stage(scope, tested).open() as Sending;
    await sender.bind(await scope.endpoint());
    const waiting = expectRefusal(sender.send('x'), 'ENOTSOCK');
    await inTime('close', sender.close({ linger: 20 }));
    await waiting;
  });

  suite.overTransports('close waits for linger until what was sent has left', async (scope) => {
    const stage = new Stage(scope, tested);
    const endpoint = await scope.endpoint();
    const sender = stage.open({}, `>${endpoint}`) as Sending;
    for (const body of ['1', '2', '3']) await sender.send(body);
    const closing = sender.close();
    const receiver = stage.openPeer() as Receiving;
    await receiver.bind(endpoint);
    expect(await receiveMany(receiver, 3)).toEqual(['1', '2', '3']);
    await inTime('close', closing);
  });
}
