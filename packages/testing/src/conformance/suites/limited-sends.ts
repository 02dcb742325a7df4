import { expect } from 'vitest';
import type { Scope } from '../scope.js';
import type { Suite } from '../suite.js';
import { expectRefusal, failure, inTime, EVENT_TIMEOUT_MS, receiveTexts, refusal } from '../waiting.js';

/** The types whose sends wait, and who takes what they send. */
const WAITING_TYPES = [
  ['PUSH', 'PULL'],
  ['DEALER', 'DEALER'],
  ['REQ', 'REP'],
  ['PAIR', 'PAIR'],
] as const;

/** The limits of one send: what is given up is not sent. */
export function limitedSends(suite: Suite): void {
  for (const [type, peerType] of WAITING_TYPES) {
    suite.overTransports(`a ${type} gives up a send after its timeout, and sends the next`, async (scope) => {
      const sender = scope.connecting(type);
      const peer = scope.binding(peerType);
      expect((await refusal(sender.send('late', { timeout: 30 }))).message).toContain('within 30 ms');
      await followUp(scope, sender, peer);
    });

    suite.overTransports(`a ${type} gives up a send when its signal is aborted, and sends the next`, async (scope) => {
      const sender = scope.connecting(type);
      const peer = scope.binding(peerType);
      const controller = new AbortController();
      const sent = failure(sender.send('late', { signal: controller.signal }));
      expect(sender.stats().waitingSends).toBe(1);
      controller.abort('given up');
      expect(await inTime('the send', sent)).toBe('given up');
      await followUp(scope, sender, peer);
    });
  }

  suite.it('sends behind one that is given up keep their order', async (scope) => {
    const sender = scope.connecting('PUSH');
    const peer = scope.binding('PULL');
    const controller = new AbortController();
    const sends = ['a', 'b', 'c', 'd'].map((text, index) =>
      sender.send(text, index % 2 === 0 ? { signal: controller.signal } : {}).catch((error: unknown) => error),
    );
    controller.abort('given up');
    expect(await inTime('the first send', sends[0] as Promise<unknown>)).toBe('given up');
    expect(await sends[2]).toBe('given up');
    await scope.attach(peer, sender);
    expect(await receiveTexts(peer)).toEqual(['b']);
    expect(await receiveTexts(peer)).toEqual(['d']);
  });

  suite.it('a type that never waits takes the options', async (scope) => {
    const publisher = scope.binding('PUB');
    expect(await publisher.send('x', { timeout: 0, signal: new AbortController().signal })).toBe(true);
    await expectRefusal(publisher.send('x', { timout: 0 } as never), 'EINVAL', /Do you mean timeout/);
  });

  suite.it('a relaxed REQ whose second send is given up gets the reply to the first', async (scope) => {
    const request = scope.connecting('REQ', { relaxed: true });
    const reply = scope.binding('REP');
    const first = request.send('first');
    const controller = new AbortController();
    const second = failure(request.send('second', { signal: controller.signal }));
    controller.abort('given up');
    expect(await inTime('the second send', second)).toBe('given up');
    await scope.attach(reply, request);
    expect(await first).toBe(true);
    expect(await receiveTexts(reply)).toEqual(['first']);
    await reply.send('answer');
    expect(await receiveTexts(request)).toEqual(['answer']);
  });
}

/** The socket is as if the send that was given up had never been: the peer gets what is sent next, first. */
async function followUp(
  scope: Scope,
  sender: ReturnType<typeof scope.connecting<'PUSH' | 'DEALER' | 'REQ' | 'PAIR'>>,
  peer: ReturnType<typeof scope.binding<'PULL' | 'DEALER' | 'REP' | 'PAIR'>>,
): Promise<void> {
  const sent = sender.send('next', { timeout: EVENT_TIMEOUT_MS });
  await scope.attach(peer, sender);
  expect(await inTime('the next send', sent)).toBe(true);
  expect(await receiveTexts(peer)).toEqual(['next']);
}
