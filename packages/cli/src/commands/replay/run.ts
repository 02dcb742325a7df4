import {
  type HeaderEntry,
  type MessageEntry,
  type RecordingEntry,
  replay,
  ReplayControl,
  type ReplayOptions,
  type ReplaySummary,
} from '@zeromq-ts/recording';
import { UsageError } from '../../errors/command-error.js';
import { pause } from '../../exchange/pause.js';
import { finishSending } from '../../exchange/send-messages.js';
import { endOfSession, type Session, withSession } from '../../exchange/session.js';
import { TimeLimits } from '../../exchange/time-limits.js';
import { waitForPeers } from '../../exchange/wait-for-peers.js';
import { givenEndpoint, looksLikeEndpoint } from '../../grammar/endpoints.js';
import type { Flags, Parsed } from '../../grammar/parsed.js';
import { type CommandIO, withSignal } from '../../io.js';
import { selectionOf } from '../../messages/selection.js';
import { Report } from '../../output/report.js';
import { openRecordings } from '../../recordings/open-recordings.js';
import { nameOf } from '../../recordings/recording-failure.js';
import { rangeOf } from '../../recordings/range.js';
import { listenToKeys } from '../../recordings/replay-keys.js';
import { replayTypeOf } from '../../recordings/replay-type.js';
import { StatusLine } from '../../recordings/status-line.js';
import type { SocketType } from '../../sockets/socket-type.js';

type Entries = AsyncGenerator<RecordingEntry, void, undefined>;

export async function run(given: Parsed, io: CommandIO): Promise<number> {
  const parsed = withEndpoints(given);
  // First: a pipe may be without a writer for as long.
  const limits = new TimeLimits(parsed.flags, io);
  try {
    return await replayWithin(limits, parsed, io);
  } catch (error) {
    throw endOfSession(error, limits.signal);
  } finally {
    limits.stop();
  }
}

async function replayWithin(limits: TimeLimits, parsed: Parsed, io: CommandIO): Promise<number> {
  const { flags } = parsed;
  const report = new Report(flags, io);
  const speed = speedOf(flags);
  const matches = selectionOf(flags);
  const range = rangeOf(flags);
  const recordings = await openRecordings(parsed.words, flags, withSignal(io, limits.signal), report);
  const [once] = recordings.readOnce;
  if (once !== undefined && flags.number('loop') !== 1)
    throw new UsageError(`${nameOf(once)} can be replayed once: no --loop.`);
  const { header, entries } = await begun(recordings.headers[0], () => recordings.entries());
  const as = flags.text('as')?.toUpperCase() as SocketType | undefined;
  return withSession(parsed, as ?? replayTypeOf(header), io, { needsPeer: true, limits }, async (session) => {
    await waitForPeers(parsed, session, limits.signal);
    await pause(flags.number('delay') ?? 0, limits.signal);
    const summary = await replayed(session, flags, io, entries, {
      speed,
      ...range,
      match: (message: MessageEntry) => (range.match?.(message) ?? true) && matches(message.frames),
    });
    const code = await finishSending(session, limits);
    reportReplayed(summary, report);
    return code;
  });
}

async function replayed(
  { socket, limits }: Session,
  flags: Flags,
  io: CommandIO,
  entries: () => Entries,
  options: ReplayOptions,
): Promise<ReplaySummary> {
  const control = new ReplayControl();
  if (flags.boolean('start-paused')) control.pause();
  const quit = new AbortController();
  const giveBack = listenToKeys(io, control, options.speed ?? 1, () => quit.abort());
  let sent = 0;
  const status = new StatusLine(io, flags, () => {
    const at = control.speed ?? options.speed ?? 1;
    return `sent ${sent}, ${control.paused ? 'paused' : `speed ${at === Infinity ? 'max' : at}`}`;
  });
  const loops = flags.number('loop') ?? 1;
  try {
    return await replay(untilQuit(entries, quit.signal, control), socket, {
      ...options,
      rate: flags.number('rate'),
      by: flags.text('by') === 'x' ? 'published' : 'received',
      direction: flags.text('direction') as 'in',
      loops: loops === 0 ? Infinity : loops,
      count: flags.number('count'),
      maxGap: flags.number('max-gap'),
      catchUp: !flags.boolean('no-catch-up'),
      peers: 0,
      control,
      signal: limits.signal,
      onProgress: (count) => (sent = count),
    });
  } finally {
    status.end();
    giveBack();
  }
}

/** The recording, which is over when `q` is pressed. */
function untilQuit(entries: () => Entries, quit: AbortSignal, control: ReplayControl): () => Entries {
  // What the replay waits for is not worth waiting for then.
  quit.addEventListener('abort', () => {
    control.speed = Infinity;
    control.resume();
  });
  return async function* untilThen() {
    for await (const entry of entries()) {
      if (quit.aborted) return;
      yield entry;
    }
  };
}

/** The files come first: what looks like an endpoint after them is one. */
function withEndpoints(parsed: Parsed): Parsed {
  const endpoints = parsed.words.filter((word) => looksLikeEndpoint(word)).map((word) => givenEndpoint(word));
  const all = [...parsed.endpoints, ...endpoints];
  const words = parsed.words.filter((word) => !looksLikeEndpoint(word));
  if (words.length === 0) throw new UsageError('zmq replay needs a FILE.');
  if (all.length === 0) throw new UsageError('zmq replay needs an endpoint after the files.');
  if (all.some(({ text }) => text.startsWith('inproc://'))) {
    throw new UsageError(
      'inproc:// reaches sockets of this process alone, and there are none: zmq replay needs tcp, ipc or ws.',
    );
  }
  return { ...parsed, endpoints: all, words };
}

/** The header of stdin is in its first line, which can be read once. */
async function begun(
  header: HeaderEntry | undefined,
  entries: () => Entries,
): Promise<{ readonly header: HeaderEntry | undefined; readonly entries: () => Entries }> {
  if (header !== undefined) return { header, entries };
  const all = entries();
  const first = await all.next();
  if (first.done === true) return { header: undefined, entries };
  return {
    header: first.value.kind === 'header' ? first.value : undefined,
    entries: async function* rest() {
      yield first.value;
      yield* all;
    },
  };
}

function speedOf(flags: Flags): number {
  const text = flags.text('speed') ?? '1';
  if (text === 'max') return Infinity;
  const speed = /^\d+(?:\.\d+)?$/u.test(text) ? Number(text) : Number.NaN;
  if (speed >= 0.001 && speed <= 1000) return speed;
  throw new UsageError(`--speed is a number from 0.001 to 1000, or max, not "${text}".`);
}

function reportReplayed(
  { sent, bytes, skipped, dropped, duration, drift, badTimes }: ReplaySummary,
  report: Report,
): void {
  const late = `late p50 ${drift.p50.toFixed(2)} p99 ${drift.p99.toFixed(2)} max ${drift.max.toFixed(2)} ms`;
  report.info(
    `sent ${sent} messages (${bytes} bytes) in ${(duration / 1000).toFixed(3)} s, skipped ${skipped}, dropped ${dropped}, ${late}`,
    'summary',
    { sent, bytes, skipped, dropped, badTimes, duration, p50: drift.p50, p99: drift.p99, max: drift.max },
  );
}
