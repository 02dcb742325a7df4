import { CommandError } from '../errors/command-error.js';
import { exitCode } from '../exit-codes.js';
import type { OpenedSocket } from '../sockets/open-socket.js';
import { hintOfShortTime } from './short-time.js';
import { type TimeLimits, TimeOver } from './time-limits.js';

/** 0 when what was asked for has come; without `--count`, one message is enough when the time is over. */
export function exitOfReceiver(count: number, asked: number | undefined, isOver: boolean): number {
  if (!isOver) return exitCode('done');
  return count >= (asked ?? 1) ? exitCode('done') : exitCode('timeout');
}

/** What has received, and its time. */
type Receiver = Pick<OpenedSocket, 'hadPeer' | 'lastError'> & {
  readonly limits: Pick<TimeLimits, 'signal' | 'isOver'>;
};

/** The same. @throws CommandError with exit code 3, which says what is missing. */
export function endOfReceiver(
  count: number,
  asked: number | undefined,
  { hadPeer, lastError, limits }: Receiver,
): number {
  const code = exitOfReceiver(count, asked, limits.isOver);
  const { reason } = limits.signal as { reason: unknown };
  if (code === exitCode('done') || !(reason instanceof TimeOver)) return code;
  const come = count === 0 ? 'no message has come' : `${count} of ${asked} messages have come`;
  const peer = hadPeer() ? '' : ', and no peer was there';
  throw new CommandError('timeout', `${reason.message.replace(/\.$/u, '')}: ${come}${peer}.`, {
    code: 'ETIMEDOUT',
    cause: hadPeer() ? undefined : lastError(),
    hint:
      hintOfShortTime(reason.time) ??
      (hadPeer() ? '-vv says what comes and goes' : 'is the other side running? zmq probe says what is there'),
  });
}
