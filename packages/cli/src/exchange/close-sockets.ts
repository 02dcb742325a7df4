import { clearTimeout, setTimeout } from '@zeromq-ts/core/spi';
import { Interrupted } from '../io.js';
import type { Report } from '../output/report.js';
import type { AnySocket } from '../sockets/open-socket.js';
import type { TimeLimits } from './time-limits.js';

/** How long a socket with nothing to hand over may take to close. */
const PROMPT_MS = 100;

/** Closes sockets, and waits for what they have not handed over, for their linger. @returns How many messages are left, which it reports. */
export async function closeSockets(
  sockets: readonly AnySocket[],
  report: Report,
  { signal }: Pick<TimeLimits, 'signal'>,
): Promise<number> {
  let left = 0;
  for (const socket of sockets) {
    socket.on('dropped', ({ reason, count }) => {
      if (reason === 'linger') left += count;
    });
  }
  const closed = Promise.all(sockets.map((socket) => socket.close()));
  // Only of what does wait: most sockets have handed over everything.
  const timer = signal.reason instanceof Interrupted ? setTimeout(() => sayThatItWaits(report), PROMPT_MS) : undefined;
  try {
    await closed;
  } finally {
    clearTimeout(timer);
  }
  if (left > 0) {
    const messages = left === 1 ? '1 message was' : `${left} messages were`;
    report.info(`${messages} not handed over in time: --linger waits longer`, 'unsent', { count: left });
  }
  return left;
}

function sayThatItWaits(report: Report): void {
  report.info('interrupted: waiting for what is not handed over; once more ends at once', 'interrupted');
}
