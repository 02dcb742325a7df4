// @module-tag slow
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { tcp as tcpTransport } from '../../src/tcp/index.js';
import { Party } from './party.js';
import { greeting, octets, ready } from './raw-peer.js';

const tcp = tcpTransport();

/** In a thread of its own, so that it goes on sending while the other side is busy. */
const FLOOD = `
const { port, hello, block } = require('node:worker_threads').workerData;
const socket = require('node:net').connect(port, '127.0.0.1');
const flood = () => { while (socket.write(block)); };
socket.on('error', () => {});
socket.on('drain', flood);
socket.resume();
socket.write(hello);
flood();
`;

/** Chunks before it takes its time. */
const FAST = 3000;

let turn = 0;
let counting: NodeJS.Immediate | undefined;

/** Counts the turns of the event loop. */
function count(): void {
  turn++;
  counting = setImmediate(count);
}

afterEach(() => clearImmediate(counting));

describe('a peer that sends faster than it can be heard', () => {
  it('is heard for a few milliseconds in each turn of the event loop (A-38)', async () => {
    const party = new Party('PULL');
    const endpoint = await party.listen(tcp, 'tcp://127.0.0.1:*');
    const port = Number(endpoint.slice(endpoint.lastIndexOf(':') + 1));
    const hello = octets(greeting(), ready('PUSH'));
    const block = octets('02 00 00 00 00 00 00 EA 60', Buffer.alloc(60_000));
    const flood = new Worker(FLOOD, { eval: true, workerData: { port, hello, block } });
    const upper = await party.upper();
    const busy = new Map<number, number>();
    let chunks = 0;
    upper.message = () => true;
    // What is above takes its time over each chunk, once the system has learnt how fast the two can be.
    upper.batchEnd = () => {
      if (chunks++ < FAST) return;
      const end = performance.now() + 3;
      while (performance.now() < end);
      busy.set(turn, (busy.get(turn) ?? 0) + 1);
      upper.news.tell();
    };
    count();
    await upper.until('the slow chunks', () => chunks > FAST + 200);
    await flood.terminate();
    // One more chunk may have been read already when it is told to wait.
    expect(Math.max(...busy.values())).toBeLessThanOrEqual(3);
  });
});
