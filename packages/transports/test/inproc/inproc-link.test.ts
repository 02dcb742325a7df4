import type { LinkEvents } from '@zeromq-ts/core/spi';
import { describe, expect, it } from 'vitest';
import { InprocLink } from '../../src/inproc/inproc-link.js';

const PEER = {
  peer: { address: 'inproc://link', socketType: 'PAIR', mechanism: 'NULL' },
  maxFrameBytes: Infinity,
  peerCommands: ['JOIN'],
};

/** A receiver that remembers what it was told, and takes every message. */
function receiver(told: string[]): LinkEvents {
  return {
    message: () => told.push('message') > 0,
    batchEnd: () => {},
    drained: () => told.push('drained'),
    held: () => told.push('held'),
    writeClosed: () => told.push('write closed'),
    command: ({ name }) => told.push(name),
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

  it('gives commands to the other end in order with the messages, and only those that it takes', () => {
    const [first, second] = InprocLink.pair(PEER, PEER);
    const told: string[] = [];
    second.start(receiver(told));
    first.send('a');
    first.sendCommand({ name: 'JOIN', data: new Uint8Array() });
    first.sendCommand({ name: 'LEAVE', data: new Uint8Array() });
    first.send('b');
    expect(told).toEqual(['message', 'JOIN', 'message']);
  });
});
