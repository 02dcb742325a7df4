import { clearTimeout, setTimeout } from '@zeromq-ts/core/spi';
import type { ZMQSubscriber } from '@zeromq-ts/pubsub';
import { UsageError } from '../../errors/command-error.js';
import { closeSockets } from '../../exchange/close-sockets.js';
import { pause } from '../../exchange/pause.js';
import { endOfReceiver } from '../../exchange/end-of-receiver.js';
import { endOfSession } from '../../exchange/session.js';
import { TimeLimits } from '../../exchange/time-limits.js';
import { waitForPeers } from '../../exchange/wait-for-peers.js';
import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { withSignal } from '../../io.js';
import { Report } from '../../output/report.js';
import { Passing } from '../../pipe/passing.js';
import { readSides } from '../../pipe/read-sides.js';
import { Tee } from '../../pipe/tee.js';
import { announceSides, type OpenedSide, openSides, peersOf } from '../../sockets/one-side.js';

/** `zmq pipe`: from one socket to the other. */
export const run: Run = async (parsed, io) => {
  const { flags } = parsed;
  const { input, output } = readSides(parsed.words);
  const topics = flags.list('subscribe');
  if (topics.length > 0 && input.type !== 'SUB') throw new UsageError('--subscribe is for a sub.');
  if (flags.number('count') === 0) return exitCode('done');
  const report = new Report(flags, io);
  const limits = new TimeLimits(flags, io);
  const patience = new Patience(limits.signal, flags.number('linger') ?? 0);
  let sides: readonly OpenedSide[] = [];
  let tee: Tee | undefined;
  // Before anything is opened: an expression may be malformed.
  const passing = new Passing(flags, io, report, limits, async (frames) => {
    const { socket } = sides[1] as OpenedSide;
    if (!socket.trySend([...frames])) await socket.send([...frames], { signal: patience.signal });
    const writing = tee?.write(frames);
    if (writing !== undefined) await writing;
  });
  try {
    const path = flags.text('tee');
    tee = path === undefined ? undefined : await Tee.open(path, patience.signal);
    const secured = flags.text('secure');
    sides = await openSides(
      parsed,
      [
        { name: 'in', ...input, isSecure: secured !== 'out' },
        { name: 'out', ...output, isSecure: secured !== 'in' },
      ],
      withSignal(io, limits.signal),
      flags.boolean('fail-fast') ? (error) => limits.end(error) : undefined,
    );
    announceSides(sides);
    const [from, to] = sides as [OpenedSide, OpenedSide];
    await waitForPeers({ ...parsed, words: [] }, to, limits.signal, undefined, true);
    await pause(flags.number('delay') ?? 0, limits.signal);
    if (input.type === 'SUB')
      (from.socket as unknown as ZMQSubscriber).subscribe(...(topics.length > 0 ? topics : ['']));
    await passAll(from, passing, limits, flags.number('count') ?? Infinity);
    await tee?.end();
    const left = await closeSockets(
      sides.map(({ socket }) => socket),
      report,
      limits,
    );
    const { reason } = limits.signal as { reason: unknown };
    if (reason instanceof Error && !limits.isOver && !io.signal.aborted) throw reason;
    if (flags.boolean('stats') || io.signal.aborted) {
      report.info(`passed ${passing.passed} messages`, 'summary', { messages: passing.passed });
    }
    if (left > 0) return exitCode('timeout');
    return endOfReceiver(passing.passed, flags.number('count'), { ...peersOf(sides), limits }, 'passed');
  } catch (error) {
    const [from] = sides;
    if (patience.signal.aborted && from !== undefined) {
      const left = 1 + passing.pending + (from.socket.stats().queuedIncoming ?? 0);
      const messages = left === 1 ? '1 message was' : `${left} messages were`;
      report.info(`${messages} taken and not passed in time: --linger waits longer`, 'unsent', {
        count: left,
      });
    }
    throw endOfSession(error, limits.signal);
  } finally {
    patience.stop();
    limits.stop();
    await Promise.all(sides.map(({ socket }) => socket.close({ linger: 0 })));
    await tee?.end().catch(() => {});
  }
};

/** Until it is enough; when interrupted, what has arrived by then is passed, too. */
async function passAll({ socket }: OpenedSide, passing: Passing, limits: TimeLimits, most: number): Promise<void> {
  const isDone = (): boolean => passing.hasFailed || passing.passed + passing.pending >= most;
  const take = async (next: Parameters<Passing['take']>[0]): Promise<void> => {
    limits.touch();
    await passing.take(next);
    // Some of those that are with a program may be left out.
    if (isDone()) await passing.end();
  };
  for await (const message of socket.messages({ signal: limits.signal })) {
    await take(message);
    if (isDone()) return;
  }
  if (!limits.isOver && !socket.closed) {
    for (let left = socket.stats().queuedIncoming ?? 0; left > 0 && !isDone(); left--) {
      const message = socket.tryReceive();
      if (message === undefined) break;
      await take(message);
    }
  }
  await passing.end();
}

/** A signal that is aborted when a command has been over for as long as it lingers: a send waits no longer. */
class Patience {
  readonly #ended = new AbortController();
  readonly #outer: AbortSignal;
  readonly #linger: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(outer: AbortSignal, linger: number) {
    this.#outer = outer;
    this.#linger = linger;
    outer.addEventListener('abort', this.#begin);
  }

  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener('abort', this.#begin);
  }

  readonly #begin = (): void => {
    this.#timer = setTimeout(() => this.#ended.abort(this.#outer.reason), this.#linger);
  };
}
