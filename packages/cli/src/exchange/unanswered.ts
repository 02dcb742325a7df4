import { CommandError } from '../errors/command-error.js';
import type { GivenTime } from '../grammar/parsed.js';
import type { OpenedSocket } from '../sockets/open-socket.js';
import { hintOfShortTime } from './short-time.js';

/** The error of a request that was not answered in time: 3 when a peer was there, 4 when none was. */
export function unanswered(
  { hadPeer, lastError }: Pick<OpenedSocket, 'hadPeer' | 'lastError'>,
  { timeout, replies }: { readonly timeout: GivenTime; readonly replies: number },
  come: number,
): CommandError {
  if (!hadPeer()) {
    return new CommandError('unreachable', `No peer was there in ${timeout.ms} ms.`, {
      code: 'EHOSTUNREACH',
      cause: lastError(),
      hint: hintOfShortTime(timeout) ?? 'is the other side running and bound? zmq probe says what is there',
    });
  }
  const text =
    replies === 1
      ? `A peer was there, and has not replied in ${timeout.ms} ms.`
      : `${come} of ${replies} replies have come, and the next one has not in ${timeout.ms} ms.`;
  return new CommandError('timeout', text, {
    code: 'EAGAIN',
    hint: hintOfShortTime(timeout) ?? '--timeout waits longer, --retries asks again',
  });
}
