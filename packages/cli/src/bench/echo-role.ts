import { openBenchSocket } from './open-socket.js';
import type { RoleOptions, RoleResult } from './role.js';
import { startUsage } from './usage.js';

/** Sends back what it receives, until it has done so as often as asked for, its peers have left, or the signal ends it. */
export async function runEcho(options: RoleOptions): Promise<RoleResult> {
  const socket = await openBenchSocket('receiver', options);
  // With a warmup, more come than are counted: then its peers leave.
  const most = options.count === undefined || options.warmup > 0 ? Infinity : options.count * options.peers;
  const stop = new AbortController();
  const end = (): void => stop.abort();
  options.signal.addEventListener('abort', end);
  socket.on('disconnected', () => {
    if (socket.stats().peers === 0) end();
  });
  const usage = startUsage();
  let messages = 0;
  let bytes = 0;
  try {
    if (options.signal.aborted) end();
    for await (const message of socket.messages({ signal: stop.signal })) {
      await socket.send(message);
      messages++;
      bytes += message.size;
      if (messages >= most) break;
    }
    return { role: 'receive', messages, bytes, ...usage() };
  } finally {
    options.signal.removeEventListener('abort', end);
    await socket.close();
  }
}
