import type { Message } from '@zeromq-ts/core';
import type { AnySocket } from '../sockets/open-socket.js';
import type { MessageSink } from './message-sink.js';
import type { TimeLimits } from './time-limits.js';

/**
 * Receives until `most` messages were written, the time is over, a program has failed, or the command is interrupted: then
 * what has arrived by then is written, too.
 */
export async function receiveMessages(
  socket: AnySocket,
  writer: MessageSink,
  limits: TimeLimits,
  most: number,
): Promise<void> {
  const isDone = (): boolean => writer.count >= most || writer.isFull || writer.failed.aborted;
  // At once: the next message may never come, and would be lost.
  writer.failed.addEventListener('abort', () => limits.end(writer.failed.reason as Error));
  const take = async (message: Message): Promise<void> => {
    limits.touch();
    const written = writer.write(message, limits.signal);
    if (written !== undefined) await written;
  };
  if (isDone()) return;
  for await (const message of socket.messages({ signal: limits.signal })) {
    await take(message);
    if (isDone()) return;
  }
  if (limits.isOver || socket.closed) return;
  // Interrupted: what peers go on sending is not waited for.
  for (let left = socket.stats().queuedIncoming ?? 0; left > 0 && !isDone(); left--) {
    const message = socket.tryReceive();
    if (message === undefined) return;
    await take(message);
  }
}
