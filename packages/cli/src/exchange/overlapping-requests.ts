import type { Message } from '@zeromq-ts/core';
import type { GivenTime, Parsed } from '../grammar/parsed.js';
import { CorrelatedRequests, Unanswered } from './correlated-requests.js';
import { unanswered } from './unanswered.js';
import { atPace, messagesToSend } from './send-messages.js';
import type { Session } from './session.js';
import type { MessageWriter } from './write-messages.js';

/**
 * Sends requests over a DEALER, as many at once as `--parallel` says, and prints their replies in the order of the
 * requests: those that come before their turn are kept, and no further request is sent meanwhile. With `--unordered`, in
 * the order in which they come.
 */
export async function askOverlapping(parsed: Parsed, session: Session, writer: MessageWriter): Promise<void> {
  const { flags } = parsed;
  const { limits, report, socket } = session;
  const { signal } = limits;
  const most = flags.number('parallel') ?? 1;
  const isUnordered = flags.boolean('unordered');
  const time = flags.time('timeout') as GivenTime;
  const call = {
    timeout: time.ms,
    retries: flags.number('retries') ?? 0,
    replies: flags.number('replies') ?? 1,
  };
  const requests = new CorrelatedRequests(socket, signal, () => {
    report.event('dropped', 'dropped 1: no request waits for this reply', { reason: 'stray', count: 1 });
  });
  const enough = new AbortController();
  const receiving = requests.receive(AbortSignal.any([signal, enough.signal])).catch((error: unknown) => {
    limits.end(error as Error);
  });

  const ask = async (frames: readonly Uint8Array[], before: Promise<void>): Promise<void> => {
    const kept: Message[] = [];
    let isTurn = isUnordered;
    const printKept = async (): Promise<void> => {
      await before;
      isTurn = true;
      let written: Promise<void> | undefined;
      // At once: the next reply is not to be printed between them.
      for (const reply of kept.splice(0)) written = writer.write(reply);
      await written;
    };
    const take = (reply: Message): Promise<void> | undefined => {
      if (isTurn) return writer.write(reply);
      kept.push(reply);
      return undefined;
    };
    await Promise.all([requests.ask(frames, call, take), printKept()]);
  };

  const running = new Set<Promise<void>>();
  let last: Promise<void> = Promise.resolve();
  await atPace(messagesToSend(parsed, session.io, session), parsed, signal, ({ frames }) => {
    last = ask(frames, isUnordered ? Promise.resolve() : last);
    const ended = last
      .catch((error: unknown) => {
        limits.end(
          error instanceof Unanswered
            ? unanswered(session, { timeout: time, replies: call.replies }, error.replies)
            : (error as Error),
        );
      })
      .finally(() => running.delete(ended));
    running.add(ended);
    return running.size < most ? undefined : Promise.race(running);
  });
  await Promise.all(running);
  enough.abort();
  await receiving;
  signal.throwIfAborted();
}
