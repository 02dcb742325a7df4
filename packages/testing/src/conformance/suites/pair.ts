import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, expectRefusal, expectSilence, receiveMany, receiveTexts } from '../waiting.js';

/** PAIR (RFC 31): one peer at a time. */
export function pair(suite: Suite): void {
  suite.overWirings('two PAIRs talk in both directions, in any order', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.attach(left, right);
    await left.connected({ timeout: EVENT_TIMEOUT_MS });
    for (const body of ['1', '2', '3']) {
      await left.send(`l${body}`);
      await right.send(`r${body}`);
    }
    expect(await receiveMany(right, 3)).toEqual(['l1', 'l2', 'l3']);
    expect(await receiveMany(left, 3)).toEqual(['r1', 'r2', 'r3']);
  });

  suite.overTransports('EX-01 a second peer is not heard while the first is there', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    const endpoint = await scope.join(left, right);
    await right.send('first');
    expect(await receiveTexts(left)).toEqual(['first']);
    const second = scope.connecting('PAIR', {}, endpoint);
    second.trySend('second');
    await expectSilence(left);
    for (const body of ['1', '2', '3', '4']) await left.send(body);
    expect(await receiveMany(right, 4)).toEqual(['1', '2', '3', '4']);
  });

  suite.overTransports('EX-02 without a peer, send waits and trySend says no', async (scope) => {
    const left = scope.binding('PAIR', { sendTimeout: 30 });
    await left.bind(await scope.endpoint());
    expect(left.trySend('x')).toBe(false);
    await expectRefusal(left.send('x'), 'EAGAIN');
  });

  suite.over('inproc', 'EX-02 with a full queue, send waits', async (scope) => {
    const left = scope.binding('PAIR', { sendHighWaterMark: 2, sendTimeout: 30 });
    const right = scope.connecting('PAIR', { receiveHighWaterMark: 2 });
    await scope.join(left, right);
    for (let index = 0; index < 4; index++) expect(left.trySend(`${index}`)).toBe(true);
    expect(left.trySend('4')).toBe(false);
    await expectRefusal(left.send('4'), 'EAGAIN');
    expect(await receiveMany(right, 4)).toEqual(['0', '1', '2', '3']);
    await left.send('5');
    expect(await receiveTexts(right)).toEqual(['5']);
  });

  suite.overTransports('EX-03 when the peer has left, another one may come', async (scope) => {
    const left = scope.binding('PAIR');
    const endpoint = await left.bind(await scope.endpoint());
    for (const round of ['first', 'second', 'third']) {
      const right = scope.connecting('PAIR', {}, endpoint);
      await right.send(`from the ${round}`);
      expect(await receiveTexts(left)).toEqual([`from the ${round}`]);
      await left.send(`to the ${round}`);
      expect(await receiveTexts(right)).toEqual([`to the ${round}`]);
      await right.close();
      await eventually('its place is free', () => left.stats().peers === 0 && !left.trySend('to nobody'));
    }
  });

  suite.overTransports('EX-01 a second peer that was refused is heard when the first has left', async (scope) => {
    const [left, first] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    const endpoint = await scope.join(left, first);
    const second = scope.connecting('PAIR', {}, endpoint);
    await expectSilence(left);
    await first.close();
    await second.send('at last');
    expect(await receiveTexts(left)).toEqual(['at last']);
  });

  suite.overTransports('EX-01 what a PAIR sends while it is refused waits for its turn', async (scope) => {
    const [left, first] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    const endpoint = await scope.join(left, first);
    const refused = scope.connecting('PAIR', {}, endpoint);
    const bodies = Array.from({ length: 20 }, (_, index) => `${index}`);
    for (const body of bodies) {
      await refused.send(body);
      await first.send(`first ${body}`);
      expect(await receiveTexts(left)).toEqual([`first ${body}`]);
    }
    await first.close();
    expect(await receiveMany(left, bodies.length)).toEqual(bodies);
  });
}
