import { type ProcessSnapshot, socketRates, type SocketFigures, type SocketSnapshot } from '@zeromq-ts/stats';
import { describe, expect, it } from 'vitest';
import { EMPTY } from './setup.js';

function snapshot(
  time: number,
  figures: Partial<SocketFigures>,
  change: Partial<ProcessSnapshot> = {},
): ProcessSnapshot {
  const stats: SocketFigures = {
    messagesSent: 0,
    bytesSent: 0,
    messagesReceived: 0,
    bytesReceived: 0,
    ignored: 0,
    dropped: {},
    peers: 0,
    waitingSends: 0,
    ...figures,
  };
  const socket = { id: 1, type: 'PUB', engine: 'zmtp', endpoints: [], otherEndpoints: 0, stats, peers: [] };
  return { ...EMPTY, time, sockets: [{ ...socket, events: {}, recentEvents: [] }], ...change };
}

const UNKNOWN = {
  messagesSent: undefined,
  bytesSent: undefined,
  messagesReceived: undefined,
  bytesReceived: undefined,
  dropped: undefined,
};

describe('XD-02 socketRates', () => {
  const before = snapshot(1000, { messagesSent: 10, bytesReceived: 5, dropped: { full: 1 } });

  it('are per second, whatever time is between the snapshots', () => {
    const now = snapshot(3000, { messagesSent: 30, bytesReceived: 6, dropped: { full: 2, linger: 3 } });
    expect(socketRates(1, now, before)).toStrictEqual({
      messagesSent: 10,
      bytesSent: 0,
      messagesReceived: 0,
      bytesReceived: 0.5,
      dropped: 2,
    });
  });

  it('are unknown of a first snapshot, of another process, of another socket and without time between', () => {
    const now = snapshot(3000, { messagesSent: 30 });
    expect(socketRates(1, now, undefined)).toStrictEqual(UNKNOWN);
    expect(socketRates(1, { ...now, started: 5 }, before)).toStrictEqual(UNKNOWN);
    expect(socketRates(1, { ...now, pid: 8 }, before)).toStrictEqual(UNKNOWN);
    expect(socketRates(2, now, before)).toStrictEqual(UNKNOWN);
    expect(socketRates(1, { ...now, time: 1000 }, before)).toStrictEqual(UNKNOWN);
  });

  it('of all sockets are found by looking at each snapshot once, however many sockets it has', () => {
    const count = 2000;
    let looks = 0;
    const withSockets = (time: number, messagesSent: number): ProcessSnapshot => {
      const each = snapshot(time, { messagesSent });
      const sockets = Array.from({ length: count }, (_, index) =>
        Object.defineProperty({ ...(each.sockets[0] as SocketSnapshot) }, 'id', {
          get: () => {
            looks++;
            return index + 1;
          },
        }),
      );
      return { ...each, sockets };
    };
    const [first, second] = [withSockets(1000, 10), withSockets(2000, 15)];
    const rates = Array.from({ length: count }, (_, index) => socketRates(index + 1, second, first).messagesSent);
    expect(new Set(rates)).toStrictEqual(new Set([5]));
    expect(looks).toBe(2 * count);
  });

  it('are never negative: a counter that begins again has no rate', () => {
    expect(socketRates(1, snapshot(2000, { messagesSent: 3 }), before).messagesSent).toBeUndefined();
  });
});
