import { ZMQError } from '../errors/zmq-error.js';
import type { Message } from '../message/message.js';
import { poll, type ReadableSocket } from './poll.js';

/** A socket whose messages `merge` receives. */
export interface MergeableSocket<Received extends Message = Message> extends ReadableSocket {
  tryReceive(): Received | undefined;
}

/** A message, and the socket that has received it. */
export interface MergedMessage<S extends MergeableSocket> {
  readonly socket: S;
  readonly message: NonNullable<ReturnType<S['tryReceive']>>;
}

/**
 * Receives from several sockets in one `for await` loop. It is fair: after each message, the next socket comes first, so a
 * busy socket does not silence the others. A message is received only when the loop asks for it: leaving the loop loses
 * none. The loop ends when all sockets are closed; leaving it closes nothing. A REQ or REP gives messages in its turn.
 *
 * @throws TypeError for anything that is not a socket that receives, at the first `next`; what `tryReceive` throws.
 *
 * @example
 * ```ts
 * import { merge } from '@zeromq-ts/core';
 * import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
 *
 * await using first = new ZMQPull('inproc://first');
 * await using second = new ZMQPull('inproc://second');
 * await using push = new ZMQPush(['inproc://first', 'inproc://second']);
 * for (const task of ['a', 'b', 'c', 'd']) await push.send(task);
 * const tasks: string[] = [];
 * for await (const { message } of merge(first, second)) {
 *   if (tasks.push(`${message}`) === 4) break;
 * }
 * console.log(tasks.toSorted().join(' ')); // a b c d
 * ```
 */
export async function* merge<S extends MergeableSocket>(
  ...sockets: readonly S[]
): AsyncGenerator<MergedMessage<S>, void, undefined> {
  const open = [...sockets];
  for (;;) {
    const found = next(open);
    if (found !== undefined) yield found;
    else if (open.length === 0) return;
    // Nothing is there: waits until that changes. Closed sockets are left out by the next look.
    else await poll(open);
  }
}

/** Takes the first message there is. Its socket becomes the last; those that are closed are left out. */
function next<S extends MergeableSocket>(open: S[]): MergedMessage<S> | undefined {
  for (let left = open.length; left > 0; left--) {
    const socket = open.shift() as S;
    const message = receive(socket);
    if (!socket.closed || message !== undefined) open.push(socket);
    if (message !== undefined) return { socket, message: message as MergedMessage<S>['message'] };
  }
  return undefined;
}

function receive(socket: MergeableSocket): Message | undefined {
  try {
    return socket.closed || !socket.readable ? undefined : socket.tryReceive();
  } catch (error) {
    // Closed meanwhile.
    if (error instanceof ZMQError && error.code === 'ENOTSOCK') return undefined;
    throw error;
  }
}
