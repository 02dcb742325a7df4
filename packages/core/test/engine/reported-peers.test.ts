import { describe, expect, it } from 'vitest';
import { ReportedPeers } from '../../src/engine/reported-peers.js';

describe('peers of an engine that only reports them', () => {
  const endpoint = 'tcp://127.0.0.1:5555';

  it('are known by the events with the same peer', () => {
    const peers = new ReportedPeers();
    const infos = [{ socketType: 'PUSH' }, { socketType: 'PUSH' }, {}];
    for (const peer of infos) peers.event('handshake-succeeded', { endpoint, peer });
    const [first, second, third] = peers.list();
    peers.event('disconnected', { endpoint, peer: infos[1] });
    expect(second?.connected).toBe(false);
    expect(peers.list()).toStrictEqual([first, third]);
    expect([first?.info, third?.info, first?.connected]).toStrictEqual([infos[0], infos[2], true]);
  });

  it('are only a number, for each endpoint, once one of them has left and it is not known which', () => {
    const peers = new ReportedPeers();
    const other = 'tcp://127.0.0.1:6666';
    for (const each of [endpoint, other, endpoint, endpoint]) peers.event('handshake-succeeded', { endpoint: each });
    const before = peers.list();
    peers.event('disconnected', { endpoint });
    const after = peers.list();
    expect(before.filter(({ connected }) => connected).map((peer) => peer.endpoint)).toStrictEqual([other]);
    expect(after.map((peer) => [peer.endpoint, peer.since === undefined])).toStrictEqual([
      [endpoint, true],
      [endpoint, true],
      [other, false],
    ]);
    expect(peers.list()).toStrictEqual(after);
    expect(peers.list().every((peer, index) => peer === after[index])).toBe(true);
    for (let left = 0; left < 3; left++) peers.event('disconnected', { endpoint });
    expect(peers.list().map((peer) => peer.endpoint)).toStrictEqual([other]);
    expect(after.map(({ connected }) => connected)).toStrictEqual([false, false, true]);
  });

  it('are disconnected when the socket is closed', () => {
    const peers = new ReportedPeers();
    peers.event('handshake-succeeded', { endpoint });
    const [peer] = peers.list();
    peers.clear();
    expect([peers.list(), peer?.connected]).toStrictEqual([[], false]);
  });
});
