// What an update of the dashboard costs: CHROMIUM=/usr/bin/chromium node benchmarks/dist/dashboard.js [SECONDS]
//
// One process serves a dashboard with 50 processes of 20 sockets with 10 peers each. Every 250 ms, all of their figures
// change: four times as often as by default. A Chromium without a window looks at six of the views. Printed is
// the CPU time of the main thread of the page for an update, and that of the server.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dashboard, type ShownProcess } from '@zeromq-ts/dashboard';
import { chromium } from 'playwright-core';

const VIEWS = ['overview', 'sockets', 'peers', 'drops', 'events', 'topology'];
const INTERVAL_MS = 250;
const TOKEN = 'a-token-of-a-benchmark';

if (process.send === undefined) {
  const server = fork(new URL(import.meta.url));
  const [port] = (await once(server, 'message')) as [number];
  await measure(server, port);
  server.disconnect();
} else await serve();

async function measure(server: ChildProcess, port: number): Promise<void> {
  const [seconds = 5] = process.argv.slice(2).map(Number);
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const session = await page.context().newCDPSession(page);
  // The CPU time of the main thread, whatever else the machine does.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const metrics = async (): Promise<Readonly<Record<string, number>>> => {
    const { metrics: all } = await session.send('Performance.getMetrics');
    return Object.fromEntries(all.map(({ name, value }) => [name, value]));
  };
  await page.goto(`http://127.0.0.1:${port}/#${TOKEN}`);
  for (const view of VIEWS) {
    await page.evaluate(`location.hash = '#/${view}'`);
    // The view is made, and its code is warm.
    await pause(2000);
    const [before, serverBefore] = [await metrics(), await costOf(server)];
    await pause(seconds * 1000);
    const [after, serverAfter] = [await metrics(), await costOf(server)];
    const updates = serverAfter.updates - serverBefore.updates;
    const each = (name: string): string =>
      ((((after[name] ?? 0) - (before[name] ?? 0)) * 1000) / updates).toFixed(1).padStart(6);
    console.log(
      `${view.padEnd(9)} page ${each('TaskDuration')} ms an update, ` +
        `of which layout ${each('LayoutDuration')} and style ${each('RecalcStyleDuration')}; ` +
        `server ${((serverAfter.cpu - serverBefore.cpu) / 1000 / updates).toFixed(1).padStart(6)} ms; ${updates} updates`,
    );
  }
  await browser.close();
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Of the server until now: the updates, and the microseconds of CPU time. */
interface Cost {
  readonly updates: number;
  readonly cpu: number;
}

async function costOf(server: ChildProcess): Promise<Cost> {
  server.send('cost');
  const [cost] = (await once(server, 'message')) as [Cost];
  return cost;
}

async function serve(): Promise<void> {
  let updates = 0;
  const page = dashboard({ processes: changing(() => updates++), auth: { token: TOKEN } });
  const server = createServer(page.handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ updates, cpu: user + system } satisfies Cost);
  });
  process.on('disconnect', () => process.exit());
  process.send?.((server.address() as AddressInfo).port);
}

/** Snapshots of all processes, over and over. */
async function* changing(updated: () => void): AsyncGenerator<ShownProcess, void, undefined> {
  for (let round = 1; ; round++) {
    const begin = Date.now();
    for (let pid = 1000; pid < 1050; pid++) yield { endpoint: `ipc:///run/${pid}`, snapshot: snapshotOf(pid, round) };
    updated();
    await pause(begin + INTERVAL_MS - Date.now());
  }
}

function snapshotOf(pid: number, round: number): ShownProcess['snapshot'] {
  const count = (id: number): number => round * (100 + ((id * 7919) % 900));
  return {
    zmqstats: 1,
    time: Date.now(),
    pid,
    thread: 0,
    name: `service-${pid % 10}`,
    runtime: `node ${process.versions.node}`,
    started: 1000,
    interval: INTERVAL_MS,
    otherSockets: 0,
    sockets: Array.from({ length: 20 }, (_, id) => ({
      id,
      type: id % 2 === 0 ? 'PUB' : 'ROUTER',
      engine: 'zmtp',
      endpoints: [`tcp://127.0.0.1:${pid + 20 * id}`],
      otherEndpoints: 0,
      stats: {
        messagesSent: count(id),
        bytesSent: count(id) * 50,
        messagesReceived: count(id + 1),
        bytesReceived: count(id + 1) * 50,
        ignored: 0,
        dropped: id % 10 === 0 ? { full: round } : {},
        peers: 10,
        waitingSends: 0,
        queuedOutgoing: count(id) % 100,
        queuedIncoming: 0,
      },
      peers: Array.from({ length: 10 }, (__, peer) => ({
        endpoint: `tcp://127.0.0.1:${pid + 20 * id}`,
        address: `tcp://10.0.${id}.${peer}:${40_000 + peer}`,
        socketType: id % 2 === 0 ? 'SUB' : 'DEALER',
        mechanism: 'NULL',
        since: 1000,
        messagesSent: count(id) + peer,
        messagesReceived: count(id + 1) + peer,
        queuedOutgoing: peer,
        queuedIncoming: 0,
        dropped: 0,
      })),
      events: { 'handshake-succeeded': round },
      recentEvents: [
        {
          name: 'handshake-succeeded',
          time: Date.now(),
          endpoint: 'tcp://127.0.0.1:5556',
          address: 'tcp://10.0.0.1:1',
        },
      ],
    })),
  };
}
