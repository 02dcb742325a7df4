import { fork } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect } from 'vitest';
import type { SocketTypeName } from '@zeromq-ts/testing/conformance';
import { computed } from './bounds.js';
import { command, frame, GREETING, message, octets, readyOf } from './octets.js';
import type { Stage } from './stage.js';
import { attack } from './stage.js';

const PEERS = 100;
const MORE = 1;
/** Turns of the event loop that are watched, and the longest that all of them together may take. */
const TURNS = 300;
const MAX_WATCHED_MS = 5_000;
/** Ten times what a turn takes with these floods on a machine of 2026. */
const MAX_MEDIAN_MS = 25;

/** What each peer sends again and again: a block that takes as much time as it can for its size. */
const FLOODS: readonly (readonly [what: string, victim: Victim, peer: string, block: Buffer])[] = [
  ['PINGs', 'REP', 'REQ', repeated(() => command('PING', '\0\0'))],
  ['messages without a delimiter', 'REP', 'REQ', repeated(() => message('x'))],
  ['messages that nobody has subscribed to', 'SUB', 'PUB', repeated(() => message(''))],
  ['subscriptions to other topics each time', 'XPUB', 'SUB', repeated((index) => message(`\x01${index}`))],
  ['the same subscription each time', 'PUB', 'SUB', repeated(() => message('\x01a'))],
  [
    'messages of a thousand tiny frames',
    'PULL',
    'PUSH',
    repeated((index) => frame(index % 1000 < 999 ? MORE : 0, 'x')),
  ],
  ['commands that nobody knows', 'PULL', 'PUSH', repeated(() => command('NONSENSE', ''))],
  ['empty messages', 'PULL', 'PUSH', repeated(() => message(''))],
];

type Victim = Extract<SocketTypeName, 'REP' | 'SUB' | 'XPUB' | 'PUB' | 'PULL'>;

/** 64 KiB or more of small frames. */
function repeated(make: (index: number) => Buffer): Buffer {
  const frames: Buffer[] = [];
  for (let size = 0; size < 65_536;) {
    const next = make(frames.length);
    frames.push(next);
    size += next.byteLength;
  }
  return Buffer.concat(frames);
}

async function flood(stage: Stage, endpoint: string, peer: string, block: Buffer): Promise<void> {
  const peers = fork(new URL('flooding-peers.mjs', import.meta.url), { serialization: 'advanced' });
  const over = once(peers, 'exit');
  stage.defer(async () => {
    peers.kill('SIGKILL');
    await over;
  });
  peers.send({
    port: Number(endpoint.split(':').at(-1)),
    peers: PEERS,
    greeting: octets(GREETING),
    ready: readyOf(peer),
    block,
  });
  await Promise.race([once(peers, 'message'), over.then(() => expect.unreachable('the peers have ended'))]);
}

/** How long this process computes in the turns of its event loop, in milliseconds, the shortest first. */
async function turns(): Promise<number[]> {
  const lengths: number[] = [];
  const begun = computed();
  while (lengths.length < TURNS && computed() - begun < MAX_WATCHED_MS) {
    const [before, computedBefore] = [performance.now(), computed()];
    await new Promise((resolve) => setTimeout(resolve, 1));
    // Collections compute in several threads.
    lengths.push(Math.min(performance.now() - before, computed() - computedBefore));
  }
  return lengths.sort((a, b) => a - b);
}

describe('a hundred peers that flood', () => {
  for (const [what, type, peer, block] of FLOODS) {
    attack(`A-38 a ${type} with ${what} leave the event loop its turns`, async (stage) => {
      const { socket, endpoint } = await stage.binder(type, { backlog: 1000, receiveTimeout: Infinity });
      if ('subscribe' in socket && type === 'SUB') socket.subscribe('news');
      if (type !== 'PUB') {
        void (async () => {
          for await (const _ of socket as AsyncIterable<unknown>);
        })();
      }
      await flood(stage, endpoint, peer, block);
      const lengths = await turns();
      const median = lengths[lengths.length >> 1];
      expect(median).toBeLessThan(MAX_MEDIAN_MS);
    });
  }
});
