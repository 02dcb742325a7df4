import { parseEndpoint, type SocketEventName } from '@zeromq-ts/core/spi';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NativeEvent } from '../../src/libzmq/native-binding.js';
import { ConnectionTracker } from '../../src/libzmq/connection-tracker.js';
import { definitionOf, useFakeTime, useRealTime } from '@zeromq-ts/testing';

const ENDPOINT = 'tcp://127.0.0.1:5555';
const PULL = definitionOf('PULL');

/** What is told of a bound endpoint after libzmq has reported these events; `''`: nothing comes for long. */
function told(...events: readonly NativeEvent['type'][]): SocketEventName[] {
  const names: SocketEventName[] = [];
  const ledger = new ConnectionTracker(PULL, (name) => names.push(name));
  ledger.enter('bind', ENDPOINT, parseEndpoint(ENDPOINT));
  for (const type of events) {
    if (type === '') vi.advanceTimersByTime(1_000);
    else ledger.take({ type, address: ENDPOINT });
  }
  return names;
}

describe('the book of peers on libzmq, which names endpoints and not connections', () => {
  beforeEach(() => useFakeTime());
  afterEach(() => useRealTime());

  it('has a peer leave that the next one has overtaken', () => {
    expect(told('accept', 'handshake', 'accept', 'disconnect', 'handshake', 'disconnect')).toEqual([
      'accepted',
      'handshake-succeeded',
      'accepted',
      'handshake-succeeded',
      'disconnected',
      'disconnected',
    ]);
  });

  it('has a connection fail that ends without a handshake, when nothing says otherwise for long', () => {
    expect(told('accept', 'handshake', 'accept', 'disconnect', '', 'disconnect')).toEqual([
      'accepted',
      'handshake-succeeded',
      'accepted',
      'handshake-failed',
      'disconnected',
    ]);
  });

  it('counts no peer for ever when the handshake that clears the doubt comes late', () => {
    const names = told('accept', 'handshake', 'accept', 'disconnect', '', 'handshake', 'disconnect');
    expect(names.filter((name) => name === 'handshake-succeeded')).toHaveLength(2);
    expect(names.filter((name) => name === 'disconnected')).toHaveLength(2);
  });
});
