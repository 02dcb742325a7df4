import { showValue } from '../errors/show-value.js';
import { ZMQError } from '../errors/zmq-error.js';
import { onAbort } from '../events/abort-listeners.js';
import { checkCallOptions } from '../options/call-options.js';
import type { WaitOptions } from '../options/timing.js';
import { WAIT_OPTION_CHECKS } from '../options/timing.js';
import { turnBudget } from '../turn/event-loop-budget.js';
import { rejectWithinBudget } from '../turn/within-budget.js';

/** A socket that `poll` can ask whether a message can be received. */
export interface ReadableSocket {
  readonly closed: boolean;
  readonly readable: boolean;
  whenReadable(options?: WaitOptions): Promise<void>;
}

/** A socket that `poll` can ask whether a message can be sent. */
export interface WritableSocket {
  readonly closed: boolean;
  readonly writable: boolean;
  whenWritable(options?: WaitOptions): Promise<void>;
}

/** What `poll` waits for at one socket. */
export interface PollItem<S extends ReadableSocket | WritableSocket = ReadableSocket | WritableSocket> {
  readonly socket: S;
  /** A message can be received. Default: unless `send` is set. */
  readonly receive?: boolean | undefined;
  /** A message can be sent. Default false. */
  readonly send?: boolean | undefined;
}

/** A socket for which `poll` has an answer. */
export interface PollResult<S> {
  readonly socket: S;
  /** A message can be received. */
  readonly readable: boolean;
  /** A message can be sent; false if that was not asked. */
  readonly writable: boolean;
  /** The socket is closed. */
  readonly closed: boolean;
}

interface Watched<S> {
  readonly socket: S;
  readonly receive: boolean;
  readonly send: boolean;
}

/**
 * Waits until a message can be received from one of several sockets, or sent; it receives and sends nothing, so no message
 * is lost, as with a race of `receive` calls. The results are in the order in which the sockets are given, which is their
 * priority: who serves only the first can starve the others; {@link merge} is fair. A pending `poll` keeps the process
 * alive.
 *
 * @param sockets Sockets, or `{ socket, receive, send }`.
 * @param options `timeout` in milliseconds, default `Infinity`; `signal`.
 * @returns The sockets that are ready or closed, at once if there are any; none after the timeout.
 * @throws TypeError for anything that is not such a socket; ZMQError `EINVAL` for no sockets, or wrong options; the reason
 * of the signal. All as rejections. libzmq: `zmq_poll`.
 *
 * @example
 * ```ts
 * import { poll } from '@zeromq-ts/core';
 * import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
 *
 * await using urgent = new ZMQPull('inproc://urgent');
 * await using others = new ZMQPull('inproc://others');
 * await using push = new ZMQPush('inproc://others');
 * await push.send('no hurry');
 * for (const { socket, readable } of await poll([urgent, others], { timeout: 1000 })) {
 *   if (readable) console.log(`${await socket.receive()}`); // no hurry
 * }
 * ```
 */
export async function poll<S extends ReadableSocket | WritableSocket>(
  sockets: Iterable<S | PollItem<S>>,
  options: WaitOptions = {},
): Promise<PollResult<S>[]> {
  checkCallOptions('poll', options, WAIT_OPTION_CHECKS);
  const watched = Array.from(sockets, (item) => watchedOf<S>(item));
  if (watched.length === 0) throw new ZMQError('EINVAL', 'poll waits for at least one socket.');
  const { timeout = Infinity, signal } = options;
  if (signal?.aborted === true) return rejectWithinBudget(signal.reason);
  // A loop around it must let the event loop turn.
  if (!turnBudget.spend() && (timeout === 0 || resultsOf(watched).length > 0)) {
    await turnBudget.nextTurn();
    signal?.throwIfAborted();
  }
  const ready = resultsOf(watched);
  if (ready.length > 0 || timeout === 0) return ready;
  const over = new AbortController();
  const stop = (): void => over.abort();
  // One listener for all calls with the same signal.
  const detach = signal === undefined ? undefined : onAbort(signal, stop);
  try {
    const limits: WaitOptions = { timeout, signal: over.signal };
    // They end by a timeout, by the signal, or because their socket is closed: the results say what has come of it. A
    // socket that cannot be used for another reason, such as a bind that has failed, ends the call.
    const settled = watched.flatMap((each) =>
      waits(each, limits).map((wait) =>
        wait.catch((error: unknown) => {
          const isOver = error instanceof ZMQError && error.code === 'EAGAIN';
          if (!isOver && !over.signal.aborted && !each.socket.closed) throw error;
        }),
      ),
    );
    await Promise.race(settled);
  } finally {
    detach?.();
    over.abort();
  }
  signal?.throwIfAborted();
  return resultsOf(watched);
}

function watchedOf<S extends ReadableSocket | WritableSocket>(item: S | PollItem<S>): Watched<S> {
  const given = typeof item === 'object' && item !== null && 'socket' in item ? item : { socket: item };
  const { socket, send = false, receive = !send } = given;
  const able = socket as Partial<ReadableSocket & WritableSocket>;
  const fits = typeof socket === 'object' && socket !== null;
  if (fits && (!receive || 'whenReadable' in able) && (!send || 'whenWritable' in able)) {
    return { socket, receive, send };
  }
  throw new TypeError(`poll waits for sockets that can ${send ? 'send' : 'receive'}, not for ${showValue(socket)}.`);
}

function resultsOf<S extends ReadableSocket | WritableSocket>(watched: readonly Watched<S>[]): PollResult<S>[] {
  return watched.flatMap(({ socket, receive, send }) => {
    const { closed, readable, writable } = socket as S & ReadableSocket & WritableSocket;
    const result = { socket, closed, readable: receive && !closed && readable, writable: send && !closed && writable };
    return result.closed || result.readable || result.writable ? [result] : [];
  });
}

function waits<S>({ socket, receive, send }: Watched<S>, limits: WaitOptions): Promise<void>[] {
  const able = socket as ReadableSocket & WritableSocket;
  const waiting: Promise<void>[] = [];
  if (receive) waiting.push(able.whenReadable(limits));
  if (send) waiting.push(able.whenWritable(limits));
  return waiting;
}
