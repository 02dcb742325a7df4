import type { ZMQError } from '@zeromq-ts/core';
import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, inTime, receiveMany, receiveTexts } from '../waiting.js';

const MARK = 2;
const SENDS = 40;
const BODY = Buffer.alloc(60_000, 'x');

/** Both queues are short, and a send that hangs is a failure of its own. */
const OPTIONS = { sendHighWaterMark: MARK, receiveHighWaterMark: MARK, sendTimeout: Infinity } as const;

/**
 * A socket at its receive mark reads nothing from the system, so it does not read that a peer has left. Its sends find
 * out, and must not wait until its program receives: a program that answers what it receives would wait for itself.
 */
export function gonePeers(suite: Suite): void {
  if (!suite.pair.binder.capabilities.endpointsLinger) return;

  suite.overTransports('an XPUB with noDrop at its receive mark does not wait for a gone subscriber', async (scope) => {
    const publisher = scope.binding('XPUB', { ...OPTIONS, noDrop: true, invertMatching: true });
    const subscriber = scope.connecting('XSUB', { linger: EVENT_TIMEOUT_MS });
    await scope.join(publisher, subscriber);
    for (let index = 0; index < MARK; index++) await subscriber.send(`${index}`);
    await eventually('the mark is reached', () => publisher.stats().queuedIncoming === MARK);
    await subscriber.close();
    await inTime('the sends', Promise.all(Array.from({ length: SENDS }, () => publisher.send(BODY))));
    expect(await receiveMany(publisher, MARK)).toEqual(['0', '1']);
    await eventually('the subscriber is gone', () => publisher.stats().peers === 0);
  });

  suite.overTransports('a mandatory ROUTER at its receive mark knows that its peer is gone', async (scope) => {
    const router = scope.binding('ROUTER', { ...OPTIONS, mandatory: true });
    const dealer = scope.connecting('DEALER', { routingId: 'A', linger: EVENT_TIMEOUT_MS });
    await scope.join(router, dealer);
    for (let index = 0; index < MARK; index++) await dealer.send(`${index}`);
    await eventually('the mark is reached', () => router.stats().queuedIncoming === MARK);
    await dealer.close();
    let code: string | undefined;
    await eventually('a send says that the peer is gone', () => {
      router.send(['A', BODY]).catch((error: ZMQError) => (code = error.code));
      return code === 'EHOSTUNREACH';
    });
    for (let index = 0; index < MARK; index++) expect(await receiveTexts(router)).toEqual(['A', `${index}`]);
    await eventually('the peer is gone', () => router.stats().peers === 0);
  });

  suite.overTransports('a DEALER at its receive mark sends to the peers that are left', async (scope) => {
    const dealer = scope.binding('DEALER', OPTIONS);
    const leaving = scope.connecting('DEALER', { linger: EVENT_TIMEOUT_MS });
    const endpoint = await scope.join(dealer, leaving);
    for (let index = 0; index < MARK; index++) await leaving.send(`${index}`);
    await eventually('the mark is reached', () => dealer.stats().queuedIncoming === MARK);
    await leaving.close();
    const sends = Promise.all(Array.from({ length: 2 * SENDS }, () => dealer.send(BODY)));
    const staying = scope.connecting('DEALER', {}, endpoint);
    const reading = (async () => {
      for await (const message of staying) expect(message.size).toBe(BODY.byteLength);
    })();
    await inTime('the sends', sends);
    expect(await receiveMany(dealer, MARK)).toEqual(['0', '1']);
    await staying.close();
    await reading;
  });
}
