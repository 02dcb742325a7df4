import { once } from 'node:events';
import { type FileHandle, open } from 'node:fs/promises';
import { clearInterval, clearTimeout, setInterval, setTimeout } from '@zeromq-ts/core/spi';
import { CommandError, UsageError } from '../../errors/command-error.js';
import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import type { Flags, Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';
import { type Paint, paintFor } from '../../output/colour.js';
import { Output } from '../../output/output.js';
import { csvHead, csvLines } from '../../top/csv.js';
import { snapshotLine } from '../../top/snapshot-line.js';
import { sortRows } from '../../top/sort-rows.js';
import type { Sort } from '../../top/sorts.js';
import { Sources } from '../../top/sources.js';
import { tableLines, type TableLine } from '../../top/table.js';
import { TopScreen } from '../../top/top-screen.js';
import type { TopRow } from '../../top/top-row.js';
import { draw, pressed, type ViewState } from '../../top/top-view.js';

/** Screens that are drawn more often cannot be read. */
const MIN_DELAY_MS = 100;

const HINT = [
  'No process of this user exposes figures. Start one with',
  '',
  '  node --import @zeromq-ts/stats/register PROGRAM',
  '',
  'or call exposeStats() of @zeromq-ts/stats in it. It appears here when it does.',
];

/** `zmq top`: a table of sockets, until it is enough. */
export const run: Run = async (parsed, io) => {
  const { flags, endpoints } = parsed;
  const bound = endpoints.find(({ action }) => action === 'bind');
  if (bound !== undefined) throw new UsageError('zmq top connects to processes that expose their figures.');
  if ((flags.number('delay') ?? 1000) < MIN_DELAY_MS) throw new UsageError('--delay is at least 100ms.');
  const sources = new Sources(
    endpoints.map(({ text }) => text),
    flags.list('proxy'),
    flags.list('rpc'),
    io.signal,
  );
  try {
    const isInteractive =
      io.stdout.isTTY === true && !flags.boolean('json') && flags.text('out') === undefined && io.stdin.isTTY === true;
    return isInteractive ? await watch(parsed, sources, io) : await print(parsed, sources, io);
  } finally {
    await sources.close();
  }
};

/** The table of a terminal, which is drawn again. */
async function watch({ flags }: Parsed, sources: Sources, io: CommandIO): Promise<number> {
  const paint = paintFor(io.stdout, flags, io.env);
  const delay = flags.number('delay') ?? 1000;
  let left = flags.number('count') ?? Infinity;
  let state: ViewState = {
    sort: flags.text('sort') as Sort,
    withPeers: flags.boolean('peers'),
    withNames: false,
    isPaused: false,
    isHelp: false,
    skip: 0,
    top: 0,
  };
  const shown = { rows: sources.rows(), count: sources.count, time: Date.now() };
  const over = new AbortController();
  const end = (): void => over.abort();
  const ended = once(over.signal, 'abort');
  const hint = sources.isGiven ? ['Waiting for figures.'] : HINT;
  const redraw = (): void => {
    const { lines, top, skip } = draw(shown.rows, shown.count, state, screen, hint, shown.time);
    state = { ...state, top, skip };
    screen.draw(lines.map((line) => painted(line, paint)));
  };
  const screen = new TopScreen(
    io,
    (key) => {
      const next = pressed(key, state);
      if (next === 'quit') end();
      else if (next !== undefined) {
        state = next;
        redraw();
      }
    },
    redraw,
  );
  const refresh = (): void => {
    if (!state.isPaused) Object.assign(shown, { rows: sources.rows(), count: sources.count, time: Date.now() });
    redraw();
    left--;
    if (left <= 0) end();
  };
  const interrupted = (): void => {
    screen.leave();
    end();
  };
  io.signal.addEventListener('abort', interrupted);
  screen.enter();
  let isAsking = false;
  const timer = setInterval(() => {
    // A server that does not answer delays neither the other rows nor the next question to all.
    if (isAsking) return refresh();
    isAsking = true;
    void sources
      .ask()
      .then(refresh)
      .finally(() => (isAsking = false));
  }, delay);
  try {
    // A failure to look for processes ends it.
    await Promise.race([ended, sources.failed]);
  } finally {
    clearInterval(timer);
    io.signal.removeEventListener('abort', interrupted);
    screen.leave();
  }
  return exitCode('done');
}

/** Each refresh as a table, as a line of JSON or in a file. */
async function print({ flags }: Parsed, sources: Sources, io: CommandIO): Promise<number> {
  const delay = flags.number('delay') ?? 1000;
  const count = flags.number('count') ?? (io.stdout.isTTY === true ? Infinity : 1);
  const path = flags.text('out');
  const withPeers = flags.boolean('peers');
  const file = path === undefined ? undefined : await create(path, flags.boolean('force'), csvHead(withPeers));
  const output = new Output(io);
  let isFirst = true;
  try {
    await Promise.all([sources.ready(flags.number('wait-time') ?? 0), ratesOfAsked(sources, delay, io.signal)]);
    for (let printed = 0; printed < count && !io.signal.aborted; printed++) {
      if (!isFirst) {
        await wait(delay, io.signal);
        await sources.ask();
      }
      if (io.signal.aborted) break;
      if (count === 1 && sources.count === 0) throw nothingThere(sources);
      if (file === undefined) await output.write(textOf(sources, flags, io, isFirst));
      else await file.write(csvLines(sorted(sources, flags), Date.now(), withPeers));
      isFirst = false;
    }
  } finally {
    await file?.close();
    await output.end();
  }
  return exitCode('done');
}

function textOf(sources: Sources, flags: Flags, io: CommandIO, isFirst: boolean): string {
  const now = Date.now();
  if (flags.boolean('json')) return `${snapshotLine(sources.processes, sources.proxyRows(), sources.servers, now)}\n`;
  const width = io.stdout.columns ?? Infinity;
  const layout = { width, skip: 0, withPeers: flags.boolean('peers'), now, nameOf: (address: string) => address };
  const paint = paintFor(io.stdout, flags, io.env);
  const lines = tableLines(sorted(sources, flags), layout);
  return `${isFirst ? '' : '\n'}${lines.map((line) => painted(line, paint).trimEnd()).join('\n')}\n`;
}

function sorted(sources: Sources, flags: Flags): readonly TopRow[] {
  return sortRows(sources.rows(), flags.text('sort') as Sort);
}

/** Two answers, the time of a refresh apart: rates are what is between them. */
async function ratesOfAsked(sources: Sources, delay: number, signal: AbortSignal): Promise<void> {
  if (!sources.hasAsked) return;
  await sources.ask();
  await wait(delay, signal);
  await sources.ask();
}

function nothingThere({ isGiven }: Sources): CommandError {
  return isGiven
    ? new CommandError('unreachable', 'No figures have come from there.', {
        hint: 'check the endpoint; zmq probe ENDPOINT says what speaks there',
      })
    : new CommandError('unreachable', 'No process of this user exposes figures.', {
        hint: 'start one with node --import @zeromq-ts/stats/register PROGRAM, or name an endpoint',
      });
}

async function create(path: string, isForced: boolean, head: string): Promise<FileHandle> {
  try {
    const file = await open(path, isForced ? 'w' : 'wx', 0o644);
    await file.write(`${head}\n`);
    return file;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw new CommandError('failed', `${path} is there already.`, { cause, hint: 'overwrite it with --force' });
  }
}

function painted({ text, kind }: TableLine, paint: Paint): string {
  if (kind === 'head') return paint('bold', text);
  if (kind === 'failing') return paint('yellow', text);
  return kind === 'peer' ? paint('dim', text) : text;
}

async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
