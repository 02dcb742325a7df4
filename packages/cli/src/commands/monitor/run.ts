import { once } from 'node:events';
import type { SocketEventName } from '@zeromq-ts/core';
import { clearTimeout, MAX_TIMER_MS, setTimeout } from '@zeromq-ts/core/spi';
import { CommandError, UsageError } from '../../errors/command-error.js';
import { hintOfShortTime } from '../../exchange/short-time.js';
import { TimeLimits, TimeOver } from '../../exchange/time-limits.js';
import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { givenEndpoint, looksLikeEndpoint } from '../../grammar/endpoints.js';
import type { Parsed } from '../../grammar/parsed.js';
import { withSignal } from '../../io.js';
import { type AnyEvent, czmqLine, jsonEvent, textLine } from '../../monitor/event-line.js';
import { Output } from '../../output/output.js';
import { printable } from '../../output/printable.js';
import { Report } from '../../output/report.js';
import { type AnySocket, openSocket } from '../../sockets/open-socket.js';
import { DEFAULT_ACTION, type SocketType } from '../../sockets/socket-type.js';

/** What is watched: everything that happens to connections. */
const EVENTS: readonly SocketEventName[] = [
  'listening',
  'accepted',
  'connected',
  'connect-delayed',
  'connect-retried',
  'disconnected',
  'handshake-succeeded',
  'handshake-failed',
  'bind-failed',
  'closed',
  'dropped',
  'warning',
];

/** `zmq monitor`: the events of a socket, until it is enough. */
export const run: Run = async (given, io) => {
  const { type, parsed } = read(given);
  const { flags } = parsed;
  const wanted = wantedEvents(flags.list('events'));
  const limits = new TimeLimits(flags, io);
  const output = new Output({ stdout: io.stdout, signal: limits.signal });
  const report = new Report(flags, io);
  const enough = new AbortController();
  const count = flags.number('count') ?? Infinity;
  let printed = 0;
  let leftOut = 0;
  const reportLeftOut = (): void => {
    if (leftOut === 0) return;
    const events = leftOut === 1 ? '1 event was' : `${leftOut} events were`;
    report.warn(`${events} left out: what reads the output was too slow`, { count: leftOut });
    leftOut = 0;
  };
  const print = (name: SocketEventName, event: AnyEvent): void => {
    if (printed >= count || !wanted.includes(name)) return;
    const line = lineOf(name, event, flags.boolean('czmq') ? 'czmq' : flags.boolean('json') ? 'json' : 'text');
    if (line === undefined) return;
    // Sockets do not wait for a reader of their events: what has no room is counted instead of kept.
    const { blocked } = output;
    if (blocked !== undefined) {
      leftOut += 1;
      if (leftOut === 1) void blocked.then(reportLeftOut);
      return;
    }
    printed++;
    void output.write(`${line}\n`);
    if (printed >= count) enough.abort();
  };
  const watch = (socket: AnySocket): void => {
    for (const name of EVENTS) socket.on(name, (event: AnyEvent) => print(name, event));
  };
  // A socket without a pending call keeps no process alive.
  const alive = setTimeout(() => {}, MAX_TIMER_MS);
  try {
    const { socket } = await openSocket(parsed, type, withSignal(io, limits.signal), { onOpen: watch });
    const over = AbortSignal.any([limits.signal, enough.signal]);
    if (!over.aborted) await once(over, 'abort');
    await socket.close({ linger: 0 });
  } finally {
    clearTimeout(alive);
    limits.stop();
    await output.end();
    reportLeftOut();
  }
  const { reason } = limits.signal as { reason: unknown };
  if (!(reason instanceof TimeOver) || printed >= (flags.number('count') ?? 0)) return exitCode('done');
  // With a count, the time was for that many.
  throw new CommandError(
    'timeout',
    `${reason.message.replace(/\.$/u, '')}: ${printed} of ${count} events were printed.`,
    { code: 'ETIMEDOUT', hint: hintOfShortTime(reason.time) },
  );
};

function lineOf(name: SocketEventName, event: AnyEvent, form: 'czmq' | 'json' | 'text'): string | undefined {
  if (form === 'czmq') return czmqLine(name, event);
  return form === 'json' ? jsonEvent(name, event, new Date()) : textLine(name, event, new Date());
}

/** The first word is the type; the endpoints after it are no endpoints for the grammar, which expects them first. */
function read(given: Parsed): { readonly type: SocketType; readonly parsed: Parsed } {
  const [name = '', ...others] = given.words;
  const type = name.toUpperCase();
  if (!Object.hasOwn(DEFAULT_ACTION, type)) {
    const types = Object.keys(DEFAULT_ACTION).map((each) => each.toLowerCase());
    throw new UsageError(
      `zmq monitor needs the type of a socket first (${types.join(', ')}), not "${printable(name)}".`,
    );
  }
  const wrong = others.find((word) => !looksLikeEndpoint(word));
  if (wrong !== undefined) throw new UsageError(`"${printable(wrong)}" is no endpoint such as tcp://127.0.0.1:5555.`);
  const endpoints = [...others.map((word) => givenEndpoint(word)), ...given.endpoints];
  if (endpoints.length === 0) throw new UsageError('zmq monitor needs an endpoint.');
  if (endpoints.some(({ text }) => text.startsWith('inproc://'))) {
    throw new UsageError('inproc:// reaches sockets of this process alone, and there are none.');
  }
  return { type: type as SocketType, parsed: { ...given, endpoints, words: [] } };
}

function wantedEvents(names: readonly string[]): readonly SocketEventName[] {
  const wrong = names.find((name) => !(EVENTS as readonly string[]).includes(name));
  if (wrong !== undefined) {
    throw new UsageError(`There is no event "${printable(wrong)}": there are ${EVENTS.join(', ')}.`);
  }
  return names.length === 0 ? EVENTS : (names as readonly SocketEventName[]);
}
