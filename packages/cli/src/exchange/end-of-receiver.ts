import { CommandError } from '../errors/command-error.js';
import { exitCode } from '../exit-codes.js';
import type { OpenedSocket } from '../sockets/open-socket.js';
import type { PeersOfSides } from '../sockets/one-side.js';
import { hintOfShortTime } from './short-time.js';
import { type TimeLimits, TimeOver } from './time-limits.js';

/** What has received, and its time. */
type Receiver = (Pick<OpenedSocket, 'hadPeer' | 'lastError'> | PeersOfSides) & {
  readonly limits: Pick<TimeLimits, 'signal'>;
};

/** What has become of the messages: of one, and of several. */
const BECAME = {
  received: ['has come', 'have come'],
  passed: ['was passed', 'were passed'],
  recorded: ['was recorded', 'were recorded'],
} as const;

/**
 * 0 when what was asked for has come; without `--count`, one message is enough when the time is over.
 *
 * @throws CommandError with exit code 3, which says what is missing.
 */
export function endOfReceiver(
  count: number,
  asked: number | undefined,
  receiver: Receiver,
  became: keyof typeof BECAME = 'received',
): number {
  const { hadPeer, lastError, limits } = receiver;
  const { reason } = limits.signal as { reason: unknown };
  if (!(reason instanceof TimeOver) || count >= (asked ?? 1)) return exitCode('done');
  const [one, several] = BECAME[became];
  const come = count === 0 ? `no message ${one}` : `${count} of ${asked} messages ${several}`;
  const where = 'lonely' in receiver ? ` (${receiver.lonely().join(', ')})` : '';
  const peer = hadPeer() ? '' : `, and no peer was there${where}`;
  throw new CommandError('timeout', `${reason.message.replace(/\.$/u, '')}: ${come}${peer}.`, {
    code: 'ETIMEDOUT',
    cause: hadPeer() ? undefined : lastError(),
    hint:
      hintOfShortTime(reason.time) ??
      (hadPeer() ? '-vv says what comes and goes' : 'is the other side running? zmq probe says what is there'),
  });
}
