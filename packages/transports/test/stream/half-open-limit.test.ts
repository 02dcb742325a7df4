import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HalfOpenConnection } from '../../src/stream/half-open-limit.js';
import { HalfOpenConnections } from '../../src/stream/half-open-limit.js';
import { SocketReader } from '../../src/node/socket-reader.js';
import { StreamHandshake } from '../../src/stream/stream-handshake.js';
import { tcp as tcpTransport } from '../../src/tcp/index.js';
import { localSocket, Party, Upper } from './party.js';
import { greeting, RawPeer } from './raw-peer.js';
import { useFakeTime, useRealTime } from '@zeromq-ts/testing';

const tcp = tcpTransport();

const LIMITS = { crowded: 3, most: 6, patience: 100 };

/** A handshake that does what the test says. */
class Guest implements HalfOpenConnection {
  stirred = true;
  gone: number | undefined;
  readonly #crowd: HalfOpenConnections<Guest>;

  constructor(crowd: HalfOpenConnections<Guest>) {
    this.#crowd = crowd;
    crowd.add(this);
  }

  consumeActivity(): boolean {
    const { stirred } = this;
    this.stirred = false;
    return stirred;
  }

  evict(others: number): void {
    this.gone = others;
    this.leave();
  }

  leave(): void {
    this.#crowd.delete(this);
  }
}

describe('the handshakes at one listener', () => {
  beforeEach(() => useFakeTime({ toFake: ['setTimeout'] }));
  afterEach(() => useRealTime());

  const crowdOf = (count: number) => {
    const crowd = new HalfOpenConnections<Guest>(LIMITS);
    return { crowd, guests: Array.from({ length: count }, () => new Guest(crowd)) };
  };
  const patienceEnds = async () => {
    vi.advanceTimersByTime(LIMITS.patience);
    await nextTurn();
  };

  it('may be silent as long as there are few', async () => {
    const { guests } = crowdOf(3);
    for (let round = 0; round < 10; round++) await patienceEnds();
    expect(guests.map(({ gone }) => gone)).toEqual([undefined, undefined, undefined]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are given up in a crowd when they have been silent, the oldest first, until it is none (A-07)', async () => {
    const { guests } = crowdOf(5);
    await patienceEnds();
    expect(guests.every(({ gone }) => gone === undefined)).toBe(true);
    await patienceEnds();
    expect(guests.map(({ gone }) => gone)).toEqual([4, 3, undefined, undefined, undefined]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stay in a crowd while their peers do something', async () => {
    const { guests } = crowdOf(6);
    for (let round = 0; round < 5; round++) {
      for (const guest of guests.slice(0, 4)) guest.stirred = true;
      await patienceEnds();
    }
    expect(guests.map(({ gone }) => gone)).toEqual([undefined, undefined, undefined, undefined, 5, 4]);
  });

  it('are looked at only after what has come was read', async () => {
    const { guests } = crowdOf(4);
    await patienceEnds();
    vi.advanceTimersByTime(LIMITS.patience);
    // Time is up, and now the event loop comes to read what was there.
    for (const guest of guests) guest.stirred = true;
    await nextTurn();
    expect(guests.every(({ gone }) => gone === undefined)).toBe(true);
  });

  it('are never more than a number, whatever they do', () => {
    const { crowd, guests } = crowdOf(20);
    expect([...crowd]).toEqual(guests.slice(-6));
    expect(guests.slice(0, 14).every(({ gone }) => gone === 5)).toBe(true);
  });

  it('are not watched any more when enough have left', async () => {
    const { guests } = crowdOf(5);
    for (const guest of guests.slice(0, 3)) guest.leave();
    await patienceEnds();
    expect(vi.getTimerCount()).toBe(0);
    expect(guests.every(({ gone }) => gone === undefined)).toBe(true);
  });
});

describe('a handshake', () => {
  it('that has to make room says so, and that it may be tried again (A-07)', async () => {
    const party = new Party('PULL');
    const raw = RawPeer.to(await party.listen(tcp, 'tcp://127.0.0.1:*'));
    const silent = new Party('PUSH');
    raw.socket.on('connect', () => {
      const { socket } = raw;
      const source = new SocketReader();
      const introduction = { socket, source, local: silent.local, peer: {}, endpoint: 'tcp://x' };
      new StreamHandshake(introduction, silent).evict(7);
    });
    const { error, ...rest } = await silent.failure();
    expect(rest).toEqual({ peer: {}, kind: 'unreachable', opened: true });
    expect(error).toMatchObject({ code: 'ETIMEDOUT', message: expect.stringContaining('7 others') });
    await raw.until('the end', ({ closed }) => closed);
  });

  it('has stirred when something has come, but not for ever by dripping (A-07)', () => {
    const socket = Object.assign(new EventEmitter(), {
      write: () => true,
      destroy: () => {},
      // When the turn has been used up for reading, on a busy machine.
      pause: () => {},
      resume: () => {},
    });
    const introduction = {
      socket: socket as unknown as Socket,
      source: new SocketReader(),
      local: localSocket('PULL'),
      peer: {},
      endpoint: 'tcp',
    };
    const handshake = new StreamHandshake(introduction, { established: () => new Upper(0 as never), failed: () => {} });
    handshake.begin();
    const stirred = [...greeting()].map((octet) => {
      handshake.bytes(Buffer.of(octet));
      return handshake.consumeActivity();
    });
    expect(stirred.indexOf(false)).toBe(32);
    expect(stirred.lastIndexOf(true)).toBe(31);
    handshake.abort();
  });
});
