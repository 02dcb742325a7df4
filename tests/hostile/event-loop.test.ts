import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect } from 'vitest';
import type { SocketTypeName } from '@zeromq-ts/testing/conformance';
import { command, frame, GREETING, message, octets, readyOf } from './octets.js';
import type { Stage } from './stage.js';
import { attack } from './stage.js';

const PEERS = 100;
const MORE = 1;
/** Long enough for some hundred turns of the event loop. */
const WATCHED_MS = 1_500;
/** At most. */
const TIMES_WATCHED = 20;
/** Ten times what a turn takes with these floods on a machine of 2026 that has nothing else to do. */
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
  const workerData = {
    port: Number(endpoint.split(':').at(-1)),
    peers: PEERS,
    greeting: octets(GREETING),
    ready: readyOf(peer),
    block,
  };
  const worker = new Worker(new URL('flooding-peers.mjs', import.meta.url), { workerData });
  stage.defer(() => worker.terminate());
  await once(worker, 'message');
}

/** How long the turns of the event loop take, in milliseconds, the shortest first. */
async function turns(): Promise<number[]> {
  const lengths: number[] = [];
  const end = performance.now() + WATCHED_MS;
  for (let last = performance.now(); last < end;) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    const now = performance.now();
    lengths.push(now - last);
    last = now;
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
      // On a machine that is busy, turns are also as long as other processes run meanwhile.
      let median = Infinity;
      for (let watched = 0; watched < TIMES_WATCHED && median >= MAX_MEDIAN_MS; watched++) {
        const lengths = await turns();
        median = Math.min(median, lengths[lengths.length >> 1] as number);
      }
      expect(median).toBeLessThan(MAX_MEDIAN_MS);
    });
  }
});
