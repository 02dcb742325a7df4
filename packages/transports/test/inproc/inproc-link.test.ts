import type { LinkReceiver } from '@zeromq-ts/core/spi';
import { describe, expect, it } from 'vitest';
import { InprocLink } from '../../src/inproc/inproc-link.js';

const PEER = { peer: { address: 'inproc://link', socketType: 'PAIR', mechanism: 'NULL' }, maxFrameBytes: Infinity };

/** A receiver that remembers what it was told, and takes every message. */
function receiver(told: string[]): LinkReceiver {
  return {
    message: () => told.push('message') > 0,
    settled: () => {},
    drained: () => told.push('drained'),
    held: () => told.push('held'),
    subscribed: () => {},
    cancelled: () => {},
    dropped: () => {},
    closed: () => told.push('closed'),
  };
}

describe('two ends of a connection over inproc', () => {
  it('tells an end that starts later that the other one has ended: nothing may be written to it', async () => {
    const [first, second] = InprocLink.pair(PEER, PEER);
    const told: string[] = [];
    first.start(receiver([]));
    first.end();
    second.start(receiver(told));
    expect(told).toEqual(['held']);
    await Promise.resolve();
    expect(told).toEqual(['held', 'closed']);
  });

  it('tells an end that starts later that the other one takes no more messages', () => {
    const [first, second] = InprocLink.pair(PEER, PEER);
    const told: string[] = [];
    first.start(receiver([]));
    first.halt();
    second.start(receiver(told));
    expect(told).toEqual(['held']);
  });

  it('gives what was sent before the other end started to it in order, before it may be told to wait', () => {
    const [first, second] = InprocLink.pair(PEER, PEER);
    const told: string[] = [];
    first.send('early');
    second.start(receiver(told));
    expect(told).toEqual(['message']);
  });
});
