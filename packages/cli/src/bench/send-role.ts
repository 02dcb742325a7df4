import { performance, setImmediate, setTimeout } from '@zeromq-ts/core/spi';
import { CommandError } from '../errors/command-error.js';
import { type BenchSocket, openBenchSocket } from './open-socket.js';
import { Payloads } from './payload.js';
import type { RoleOptions, RoleResult } from './role.js';
import { startUsage } from './usage.js';
import { waitForPeers } from './wait-for-peers.js';

/** How many messages are sent between two looks at the clock. */
const STRIDE = 1024;
/** How long a sender waits at most for its receivers to leave. */
const MAX_FAREWELL_MS = 10_000;
/** How long a PUB goes on saying that it has ended: what a full subscriber does not take is dropped. */
const END_INTERVAL_MS = 20;

/** Sends: first for the time of the warm-up, then as many messages as asked for, or for as long. */
export async function runSender(options: RoleOptions): Promise<RoleResult> {
  const socket = await openBenchSocket('sender', options);
  try {
    await waitForPeers(socket, options.peers, options.signal);
    return await send(socket, options);
  } finally {
    await socket.close(options.signal.aborted ? { linger: 0 } : {});
  }
}

async function send(socket: BenchSocket, options: RoleOptions): Promise<RoleResult> {
  const { size, frames, count = Infinity, duration, warmup, sender, signal } = options;
  const payloads = new Payloads(size, frames, sender);
  if (warmup > 0) {
    const until = performance.now() + warmup;
    for (let sent = 0; sent % STRIDE !== 0 || performance.now() < until; sent++) {
      signal.throwIfAborted();
      await sendOne(socket, payloads.warmUp(), signal);
      if (sent % STRIDE === STRIDE - 1) await turn();
    }
  }
  const before = droppedBy(socket);
  const usage = startUsage();
  const until = count === Infinity ? performance.now() + duration : Infinity;
  let sent = 0;
  while (sent < count) {
    if (sent % STRIDE === 0) {
      if (performance.now() >= until) break;
      signal.throwIfAborted();
      await turn();
    }
    if (!socket.trySend(payloads.measured(sent))) await sendOne(socket, payloads.measured(sent), signal);
    sent++;
  }
  const backlog = socket.stats().queuedOutgoing;
  const result = {
    role: 'send' as const,
    messages: sent,
    bytes: sent * size * frames,
    dropped: droppedBy(socket) - before,
    backlog,
    ...usage(),
  };
  await sayTheEnd(socket, payloads.end(sent), options);
  if (options.engine === 'libzmq' && options.endpoint.startsWith('ipc:')) await receiversLeave(socket, signal);
  return result;
}

/** What ends the measurement at the other side, unless that counts. */
async function sayTheEnd(socket: BenchSocket, end: Uint8Array, { count, peers, signal }: RoleOptions): Promise<void> {
  if (socket.type !== 'PUB') {
    if (count !== undefined) return;
    for (let peer = 0; peer < peers; peer++) await sendOne(socket, end, signal);
    return;
  }
  // Until all subscribers have left, which they do when they have got it.
  while (socket.stats().peers > 0 && !signal.aborted) {
    socket.trySend(end);
    await pause(END_INTERVAL_MS);
  }
}

/** Over ipc, libzmq drops what it has not read when its peer ends the connection, so the receivers end it. */
async function receiversLeave(socket: BenchSocket, signal: AbortSignal): Promise<void> {
  const until = performance.now() + MAX_FAREWELL_MS;
  while (socket.stats().peers > 0 && !signal.aborted && performance.now() < until) await pause(END_INTERVAL_MS);
}

async function sendOne(
  socket: BenchSocket,
  message: Uint8Array | readonly Uint8Array[],
  signal: AbortSignal,
): Promise<void> {
  if (!(await socket.send(message, { signal, timeout: Infinity }))) {
    throw new CommandError('failed', `The ${socket.type} cannot send: it is not its turn.`);
  }
}

function droppedBy(socket: BenchSocket): number {
  const { full, 'too-large': tooLarge } = socket.stats().dropped;
  return full + tooLarge;
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
