import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQRequest } from '@zeromq-ts/reqrep';
import { ZMQError } from '@zeromq-ts/core';
import { expect, it } from 'vitest';
import { Bookkeeping } from './bookkeeping.js';
import { EndangeredPeer } from './endangered-peer.js';
import { Random } from './random.js';

const SEED = Number(process.env['CHAOS_SEED'] ?? 20261123);
const SECONDS = Number(process.env['CHAOS_SECONDS'] ?? 12);
const TOPICS = 200;
const OPTIONS = { engine: 'zmtp', heartbeatInterval: 100, heartbeatTimeout: 300, reconnectInterval: 20 };

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Sockets, listeners and timers of this process. */
function handles(): number {
  return process.getActiveResourcesInfo().filter((name) => /TCP|Pipe|Timeout/.test(name)).length;
}

function heap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}

/** How long something that must happen once the harm has passed may take on a machine that is busy. */
const EVENT_TIMEOUT_MS = 45_000;

/** Waits until a condition holds. Looks again after 5 ms, and later less and less often: some looks are not cheap. */
async function until(what: string, condition: () => boolean): Promise<void> {
  const end = performance.now() + EVENT_TIMEOUT_MS;
  for (let wait = 5; !condition(); wait = Math.min(wait * 2, 500)) {
    if (performance.now() > end) throw new Error(`${what}: not within ${EVENT_TIMEOUT_MS} ms`);
    await pause(wait);
  }
}

it(
  `peers killed, connections cut and black-holed for ${SECONDS} s: what the patterns promise holds (seed ${SEED})`,
  { timeout: SECONDS * 1000 + 6 * EVENT_TIMEOUT_MS },
  async () => {
    const random = new Random(SEED);
    const handlesBefore = handles();
    const heapBefore = heap();

    const collector = new ZMQPull('tcp://127.0.0.1:*', { engine: 'zmtp' });
    await collector.ready;
    const peers = [
      await EndangeredPeer.start('a', collector.endpoint ?? ''),
      await EndangeredPeer.start('b', collector.endpoint ?? ''),
    ];
    const topics = Array.from({ length: TOPICS }, (_, index) => `topic.${index}.`);
    const client = new ZMQRequest(
      peers.map(({ replies }) => `>${replies}`),
      OPTIONS,
    );
    const subscriber = new ZMQSubscriber(
      peers.map(({ publishes }) => `>${publishes}`),
      topics,
      OPTIONS,
    );
    const push = new ZMQPush(
      peers.map(({ pulls }) => `>${pulls}`),
      { ...OPTIONS, linger: 0 },
    );

    const state = { running: true };
    const requests = { answered: 0, timedOut: 0, wrong: [] as string[] };
    const asking = (async () => {
      for (let count = 0; state.running; count++) {
        try {
          const answer = await client.request(`request ${count}`, { timeout: 250, retries: 2 });
          if (answer.text() === `re: request ${count}`) requests.answered++;
          else requests.wrong.push(`${answer.text()} to ${count}`);
        } catch (error) {
          if (!(error instanceof ZMQError && error.code === 'EAGAIN')) throw error;
          requests.timedOut++;
        }
      }
    })();

    const news = new Bookkeeping();
    let heard = new Set<string>();
    const listening = (async () => {
      for await (const message of subscriber) {
        const boot = message.text(1);
        news.order(boot, Number(message.text(2)));
        heard.add(`${boot.slice(0, 1)} ${message.text(0)}`);
      }
    })();

    const work = new Bookkeeping();
    const collecting = (async () => {
      for await (const message of collector) {
        // In no order: a worker takes turns between what came before its connection was cut and what came after.
        work.once(Number(message.text(1)));
      }
    })();
    const pushing = (async () => {
      for (let count = 0; state.running; count++) {
        await push.send(String(count));
        if (count % 100 === 99) await pause(2);
      }
    })();

    const end = performance.now() + SECONDS * 1000;
    const done = { kills: 0, cuts: 0, holes: 0 };
    while (performance.now() < end) {
      const peer = random.pick(peers);
      const proxy = random.pick(peer.proxies);
      const dice = random.next();
      if (dice < 0.3) {
        done.kills++;
        await peer.restart();
      } else if (dice < 0.7) {
        done.cuts++;
        proxy.cut();
      } else {
        done.holes++;
        proxy.blackHole();
        await pause(random.between(100, 600));
        proxy.restore();
        proxy.cut();
      }
      await pause(random.between(20, 200));
    }

    // Everything is back: every topic of every peer, answers, and work at both peers.
    heard = new Set();
    await until('every topic of every peer', () => heard.size === 2 * TOPICS);
    const { answered } = requests;
    await until('answers', () => requests.answered > answered + 50);
    const { count } = work;
    await until('work', () => work.count > count + 2000);
    state.running = false;
    await asking;
    await pushing;

    expect(done.kills * done.cuts * done.holes).toBeGreaterThan(0);
    expect(requests.wrong).toEqual([]);
    expect(news.disorders).toEqual([]);
    expect(work.duplicates).toEqual([]);

    await Promise.all([client.close({ linger: 0 }), subscriber.close(), push.close(), collector.close()]);
    await Promise.all([listening, collecting]);
    await Promise.all(peers.map((peer) => peer.end()));
    expect(collector.stats().queuedOutgoing).toBe(0);
    await until('no more handles than before', () => handles() <= handlesBefore);
    await until('no more memory than before', () => heap() < heapBefore + 64 * 2 ** 20);
    console.log(
      `${done.kills} kills, ${done.cuts} cuts, ${done.holes} black holes; ` +
        `${requests.answered} requests answered, ${requests.timedOut} timed out; ${work.count} pieces of work done once`,
    );
  },
);
