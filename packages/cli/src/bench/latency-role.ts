import { clearTimeout, framesInPlace, performance, setTimeout } from '@zeromq-ts/core/spi';
import { Latencies } from './latencies.js';
import { type BenchSocket, openBenchSocket } from './open-socket.js';
import { NUMBERED_BYTES, Payloads, readPayload } from './payload.js';
import type { RoleOptions, RoleResult } from './role.js';
import { startUsage } from './usage.js';
import { waitForPeers } from './wait-for-peers.js';

/** How long the last replies may take. */
const LAST_REPLIES_MS = 2000;

/**
 * Measures round trips. Without a rate, the next message is sent when the reply has come (closed loop). With a rate,
 * messages are sent by the clock, and a latency counts from the time when the message was due: a stall counts for every
 * message that it delays, and not for one (no coordinated omission).
 */
export async function runLatency(options: RoleOptions): Promise<RoleResult> {
  const socket = await openBenchSocket('sender', options);
  try {
    await waitForPeers(socket, 1, options.signal);
    if (options.warmup > 0) {
      await closedLoop(socket, { ...options, count: undefined, duration: options.warmup }, new Latencies());
    }
    const latencies = new Latencies();
    const usage = startUsage();
    const sent =
      options.rate === undefined
        ? await closedLoop(socket, options, latencies)
        : await openLoop(socket, options, latencies, options.rate);
    return {
      role: 'send',
      messages: latencies.count,
      bytes: latencies.count * options.size * options.frames,
      faults: { lost: sent - latencies.count, disordered: 0, wrongSize: 0 },
      latency: latencies.summary(),
      ...usage(),
    };
  } finally {
    await socket.close({ linger: 0 });
  }
}

async function closedLoop(
  socket: BenchSocket,
  { size, frames, sender, count = Infinity, duration, signal }: RoleOptions,
  latencies: Latencies,
): Promise<number> {
  const payloads = new Payloads(size, frames, sender);
  const until = count === Infinity ? performance.now() + duration : Infinity;
  let sent = 0;
  for (let time = performance.now(); sent < count && time < until;) {
    await socket.send(payloads.measured(sent), { signal, timeout: Infinity });
    sent++;
    await socket.receive({ signal, timeout: Infinity });
    const done = performance.now();
    latencies.add(done - time);
    time = done;
  }
  return sent;
}

async function openLoop(
  socket: BenchSocket,
  { size, frames, sender, count = Infinity, duration, signal }: RoleOptions,
  latencies: Latencies,
  rate: number,
): Promise<number> {
  const payloads = new Payloads(Math.max(size, NUMBERED_BYTES), frames, sender);
  const start = performance.now();
  const total = count === Infinity ? Math.floor((duration * rate) / 1000) : count;
  const due = (number: number): number => start + (number * 1000) / rate;
  const stop = new AbortController();
  const end = (): void => stop.abort();
  signal.addEventListener('abort', end);
  const receiving = (async () => {
    for await (const reply of socket.messages({ signal: stop.signal })) {
      const { number } = readPayload(framesInPlace(reply)[0] as Uint8Array);
      if (number !== undefined) latencies.add(performance.now() - due(number));
      if (latencies.count >= total) return;
    }
  })();
  for (let sent = 0; sent < total;) {
    signal.throwIfAborted();
    // Absolute times: what a timer is late does not add up.
    for (const now = performance.now(); sent < total && due(sent) <= now; sent++) {
      await socket.send(payloads.measured(sent), { signal, timeout: Infinity });
    }
    if (sent < total) await pause(due(sent) - performance.now());
  }
  const timer = setTimeout(end, LAST_REPLIES_MS);
  await receiving;
  clearTimeout(timer);
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  return total;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, milliseconds));
  });
}
