import { performance } from '@zeromq-ts/core/spi';
import { Latencies } from './latencies.js';
import { openBenchSocket } from './open-socket.js';
import type { RoleOptions, RoleResult } from './role.js';
import { startUsage } from './usage.js';
import { waitForPeers } from './wait-for-peers.js';

/** Measures connections: opens a socket, waits for the end of the handshake, closes it, and so on. */
export async function runConnects(options: RoleOptions): Promise<RoleResult> {
  const { count = Infinity, duration, warmup, signal } = options;
  const latencies = new Latencies();
  const connect = async (): Promise<number> => {
    const start = performance.now();
    const socket = await openBenchSocket('sender', options);
    try {
      await waitForPeers(socket, 1, signal);
      return performance.now() - start;
    } finally {
      await socket.close({ linger: 0 });
    }
  };
  for (const until = performance.now() + warmup; performance.now() < until;) await connect();
  const usage = startUsage();
  const until = count === Infinity ? performance.now() + duration : Infinity;
  while (latencies.count < count && performance.now() < until) latencies.add(await connect());
  return { role: 'send', messages: latencies.count, bytes: 0, latency: latencies.summary(), ...usage() };
}

/** The other side: takes connections until the signal ends it, or its last peer has left. */
export async function runListener(options: RoleOptions): Promise<RoleResult> {
  const usage = startUsage();
  const socket = await openBenchSocket('receiver', options);
  let messages = 0;
  socket.on('handshake-succeeded', () => messages++);
  await new Promise<void>((resolve) => {
    options.signal.addEventListener('abort', () => resolve());
    if (options.signal.aborted) resolve();
  });
  await socket.close({ linger: 0 });
  return { role: 'receive', messages, bytes: 0, ...usage() };
}
