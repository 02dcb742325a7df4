import type { ZMQPublisher } from '@zeromq-ts/pubsub';
import { ZMQError } from '@zeromq-ts/core/spi';
import { CommandError } from '../errors/command-error.js';
import type { Parsed } from '../grammar/parsed.js';
import { printable } from '../output/printable.js';
import type { OpenedSocket } from '../sockets/open-socket.js';
import { hintOfShortTime } from './short-time.js';
import { TimeOver } from './time-limits.js';

/**
 * Waits until as many peers are there as `--wait-peers` says, for `--wait-time`; a publisher waits for subscriptions to the
 * topic, so that its first message is not lost.
 *
 * @param topic The first frame of the message; `undefined` for any subscription.
 * @param isPatient Waits without limit, unless `--wait-time` is given.
 * @throws CommandError with exit code 4 when the time is over: that of `--wait-time`, or the whole one of `--timeout`.
 */
export async function waitForPeers(
  { flags }: Parsed,
  { socket, lastError }: OpenedSocket,
  signal: AbortSignal,
  topic?: Uint8Array,
  isPatient = false,
): Promise<void> {
  const peers = flags.number('wait-peers') ?? 1;
  if (flags.boolean('no-wait') || peers === 0) return;
  const isLimited = !isPatient || flags.given('wait-time');
  const waitTime = isLimited ? flags.time('wait-time') : undefined;
  const options = { peers, timeout: waitTime?.ms ?? Infinity, signal };
  try {
    if (isPublisher(socket)) await socket.subscribed(topic, options);
    else await socket.connected(options);
  } catch (error) {
    const { reason } = signal as { reason: unknown };
    const isLate = error instanceof ZMQError && error.code === 'EAGAIN';
    if (!isLate && !(reason instanceof TimeOver)) throw error;
    const over = reason instanceof TimeOver ? reason : undefined;
    const time = over?.time ?? waitTime;
    throw new CommandError('unreachable', missing(isPublisher(socket), peers, topic), {
      cause: lastError(),
      code: 'EHOSTUNREACH',
      hint: (time && hintOfShortTime(time)) ?? hintFor(isLate ? undefined : over?.flag),
    });
  }
}

/** @param flag What has ended the command; `undefined` for the time that it waits for peers. */
function hintFor(flag: 'timeout' | 'idle' | undefined): string {
  const longer = flag === undefined ? '--wait-time waits longer, --no-wait sends at once' : `--${flag} waits longer`;
  return `is the other side running, and one of both bound? ${longer}`;
}

function isPublisher(socket: { readonly type: string }): socket is ZMQPublisher {
  return socket.type === 'PUB' || socket.type === 'XPUB';
}

function missing(publishes: boolean, peers: number, topic: Uint8Array | undefined): string {
  const who = `${peers === 1 ? 'no' : `fewer than ${peers}`} ${publishes ? 'subscriber' : 'peer'}${peers === 1 ? '' : 's'}`;
  const text = `${who}${topic === undefined || !publishes ? '' : ` for "${printable(topic)}"`} in time.`;
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
