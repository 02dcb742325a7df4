import { useFakeTime, useRealTime } from '@zeromq-ts/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketPeers } from '../../src/libzmq/web-socket-peers.js';

/** More than it takes until everything has been looked at. */
const LONG_MS = 5_000;

/** What libzmq reports, and `''`: nothing comes for long. */
type Report = 'accept' | 'handshake' | 'error' | 'refused' | 'disconnect' | '';

interface Told {
  readonly news: string[];
  readonly peers: WebSocketPeers;
  readonly report: (...reports: readonly Report[]) => void;
}

function watched(mayLackMechanism = true): Told {
  const news: string[] = [];
  const peers = new WebSocketPeers(mayLackMechanism, {
    succeeded: () => news.push('+'),
    disconnected: () => news.push('-'),
    unfit: () => news.push('unfit'),
  });
  const report = (...reports: readonly Report[]): void => {
    for (const each of reports) {
      if (each === '') vi.advanceTimersByTime(LONG_MS);
      else if (each === 'accept') peers.begin();
      else if (each === 'handshake') peers.shaken();
      else if (each === 'disconnect') peers.gone();
      else news.push(peers.failed(each === 'refused') ? '-' : 'failed');
    }
  };
  return { news, peers, report };
}

const READY: readonly Report[] = ['accept', 'handshake', 'handshake'];
const BARE: readonly Report[] = ['accept', 'handshake', ''];

describe('the peers of an endpoint of ws on libzmq', () => {
  beforeEach(() => useFakeTime({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => {
    expect(vi.getTimerCount()).toBe(0);
    useRealTime();
  });

  it.each<[string, boolean, readonly Report[], string]>([
    ['one with a mechanism', true, [...READY, 'disconnect'], '+ -'],
    ['one with a mechanism that is required', false, [...READY, 'disconnect'], '+ -'],
    ['one without a mechanism, which ends with an error', true, [...BARE, 'error'], '+ -'],
    ['one whose READY is late', true, ['accept', 'handshake', '', 'handshake', 'disconnect'], '+ -'],
    ['one that never speaks, and leaves', true, ['accept', '', 'error'], 'failed'],
    [
      'one that is mute after the upgrade, where a mechanism is required',
      false,
      ['accept', 'handshake', '', 'error'],
      'failed',
    ],
    ['one of a type that does not fit', true, ['accept', 'handshake', 'disconnect'], 'unfit'],
    ['one that is refused', false, ['accept', 'handshake', 'refused'], 'failed'],
    ['one beside a mute one', true, ['accept', '', ...READY, '', 'disconnect'], '+ -'],
    ['one beside a mute one, where a mechanism is required', false, ['accept', '', ...READY, '', 'disconnect'], '+ -'],
    ['one that comes together with a mute one', false, ['accept', ...READY, '', 'disconnect'], '+ -'],
    ['ten mute ones, and then one', false, [...Array<Report>(10).fill('accept'), '', ...READY, 'disconnect'], '+ -'],
    ['one without a mechanism beside a mute one', true, ['accept', '', ...BARE, 'error', 'error'], '+ failed -'],
    [
      'one that leaves as the next one comes',
      true,
      [...READY, 'accept', 'handshake', 'disconnect', 'handshake', 'disconnect'],
      '+ + - -',
    ],
    [
      'one that stays while another one does not fit',
      true,
      [...READY, 'accept', 'handshake', 'disconnect', '', 'disconnect'],
      '+ unfit -',
    ],
    [
      'one that leaves as another one is refused',
      true,
      [...READY, 'accept', 'handshake', 'disconnect', 'refused'],
      '+ - failed',
    ],
  ])('%s', (_what, mayLackMechanism, reports, news) => {
    const told = watched(mayLackMechanism);
    told.report(...reports);
    expect(told.news.join(' ')).toBe(news);
    told.peers.clear();
  });

  it('a connection that takes the place of another one ends it', () => {
    const { news, peers, report } = watched();
    report(...READY);
    peers.begin(1);
    report('handshake', 'handshake');
    expect(news).toEqual(['+', '-', '+']);
    expect(peers.count).toBe(1);
  });

  /** Numbers that look random, and are the same each time. */
  function chance(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }

  const LIVES: readonly (readonly Report[])[] = [
    ['accept', 'handshake', 'handshake', 'disconnect'],
    ['accept', 'handshake', 'error'],
    ['accept', 'error'],
    ['accept', 'handshake', 'disconnect'],
    ['accept', 'handshake', 'refused'],
  ];

  it.each([true, false])(
    'however the lives of connections mix, none is left when all have ended (bare: %s)',
    (bare) => {
      for (let seed = 0; seed < 500; seed++) {
        const next = chance(seed);
        const { news, peers, report } = watched(bare);
        const lives = Array.from({ length: 1 + next(8) }, () => [...(LIVES[next(LIVES.length)] as readonly Report[])]);
        while (lives.length > 0) {
          const at = next(lives.length);
          const life = lives[at] as Report[];
          report(life.shift() as Report);
          if (life.length === 0) lives.splice(at, 1);
          if (next(3) === 0) vi.advanceTimersByTime(next(300));
          expect(peers.count).toBe(
            news.filter((each) => each === '+').length - news.filter((each) => each === '-').length,
          );
        }
        report('');
        expect(peers.count, `seed ${seed}: ${news.join(' ')}`).toBe(0);
      }
    },
  );
});
