import type { ConnectedOptions, MessageInput, SocketStats, WaitOptions } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';
import {
  checkAtLeast,
  checkCallOptions,
  checkCount,
  checkDuration,
  checkFlag,
  checkFunction,
  checkObject,
  WAIT_OPTION_CHECKS,
} from '@zeromq-ts/core/spi';
import { now } from './clock.js';
import { Drift, type ReplayDrift } from './drift.js';
import type { MessageEntry, RecordedDirection } from './entries.js';
import { entriesOf, type RecordingSource } from './entry-source.js';
import { Pace } from './pace.js';
import type { ReadRecordingOptions } from './read-recording.js';
import { ReplayControl } from './replay-control.js';
import { Schedule } from './schedule.js';
import { type RecordingTime, timeRange } from './time-range.js';
import { untilAborted } from './until-aborted.js';

/** A socket that messages are replayed to: any that sends, and whose turn it always is. */
export interface ReplayTarget {
  readonly type: string;
  send(message: MessageInput, options?: WaitOptions): Promise<boolean>;
  connected(options?: ConnectedOptions): Promise<void>;
  stats(): SocketStats;
}

/** Options of {@link replay}. */
export interface ReplayOptions {
  /** Aborting it rejects the replay with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** How many times as fast as it was recorded; `Infinity` does not wait. Default 1. */
  readonly speed?: number | undefined;
  /** Messages per second, whatever their times are. Default: by their times. */
  readonly rate?: number | undefined;
  /**
   * The times that count: `'received'`, when messages were recorded, or `'published'`, when they were published (option
   * `timeFrom` of `record`). Default `'received'`.
   */
  readonly by?: 'received' | 'published' | undefined;
  /** Where to begin. Default: at the beginning. */
  readonly from?: RecordingTime | undefined;
  /** Where to end, this time excluded. Default: at the end. */
  readonly to?: RecordingTime | undefined;
  /** Which messages are sent. Default: all. */
  readonly match?: ((message: MessageEntry) => boolean) | undefined;
  /** Which way messages went that are sent, of a recording between two sockets. Default `'in'`. */
  readonly direction?: RecordedDirection | 'both' | undefined;
  /** How often the recording is replayed; `Infinity` until the signal is aborted. More than 1 needs a function as source. Default 1. */
  readonly loops?: number | undefined;
  /** The number of messages after which it ends. Default: no limit. */
  readonly count?: number | undefined;
  /** The longest pause between two messages, in milliseconds; longer ones are shortened. Default: no limit. */
  readonly maxGap?: number | undefined;
  /** Whether it catches up after a stall, with bursts of at most 1000 messages a turn; otherwise all later messages are late. Default true. */
  readonly catchUp?: boolean | undefined;
  /** How many peers (of a PUB: subscribers) to wait for before the first message. Default 1; 0 does not wait. */
  readonly peers?: number | undefined;
  /** Milliseconds that waiting for peers, and each send, may take. Default: no limit. */
  readonly timeout?: number | undefined;
  /** Pauses, steps and changes the speed. */
  readonly control?: ReplayControl | undefined;
  /** Called with the number of messages sent, after each. It must not wait. */
  readonly onProgress?: ((sent: number) => void) | undefined;
  /** Limits of the reader. */
  readonly read?: ReadRecordingOptions | undefined;
}

/** What has been replayed. */
export interface ReplaySummary {
  /** Messages sent. */
  readonly sent: number;
  /** Bytes of their frames. */
  readonly bytes: number;
  /** Messages of the recording that were not asked for. */
  readonly skipped: number;
  /** Messages that a PUB or ROUTER has dropped since the start, by all reasons. */
  readonly dropped: number;
  /** Times of messages that were missing, backward or impossible; these messages were sent at once. */
  readonly badTimes: number;
  /** Whether the end of the recording was missing. */
  readonly cutOff: boolean;
  /** Milliseconds from the first message to the end. */
  readonly duration: number;
  /** How late messages were sent. */
  readonly drift: ReplayDrift;
}

/** Types that can send only when it is their turn. */
const IN_TURNS = ['REQ', 'REP'];

const anything = (): void => {};

const CHECKS = {
  signal: WAIT_OPTION_CHECKS.signal,
  speed: checkPositive,
  rate: checkPositive,
  by: oneOf('received', 'published'),
  from: anything,
  to: anything,
  match: checkFunction,
  direction: oneOf('in', 'out', 'both'),
  loops: checkCount(true),
  count: checkCount(true),
  maxGap: checkAtLeast(0),
  catchUp: checkFlag,
  peers: checkCount(),
  timeout: checkDuration,
  control: checkControl,
  onProgress: checkFunction,
  read: checkObject,
};

/**
 * Sends the messages of a recording, in their order and at their times.
 *
 * Deadlines are absolute: a late message does not make those after it late. A time that is missing, equal, backward or more
 * than 30 days ahead means "at once". PUSH and DEALER wait for room; what a PUB drops is counted.
 *
 * @param source The bytes of a recording, or its entries; for several loops, a function that opens it again.
 * @param socket PUB for what a SUB has received, PUSH for a PULL, … A ROUTER sends each message to the peer with the
 * recorded routing id. Not REQ or REP, which send only when it is their turn.
 * @returns What was sent, and how late.
 * @throws RecordingError for a malformed recording; ZMQError `EAGAIN` when no peer came or no room was made within
 * `timeout`, `EINVAL` for wrong options; the reason of the signal. All as rejections.
 *
 * @example
 * ```ts
 * import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
 * import { replay } from '@zeromq-ts/recording';
 *
 * await using pull = new ZMQPull('inproc://tasks');
 * await using push = new ZMQPush('inproc://tasks');
 * const recording = [
 *   '{"zmqrec":1,"started":"2026-11-26T07:10:14.725287Z","type":"PULL","endpoints":[]}\n',
 *   '{"t":0,"f":["first"]}\n{"t":90000,"f":["second"]}\n{"end":{"t":90000,"count":2}}\n',
 * ];
 * const summary = await replay(recording, push, { speed: 10 });
 * console.log(summary.sent, `${await pull.receive()}`); // 2 first
 * ```
 */
export async function replay(
  source: RecordingSource | (() => RecordingSource),
  socket: ReplayTarget,
  options: ReplayOptions = {},
): Promise<ReplaySummary> {
  checkCallOptions('replay', options, CHECKS);
  checkTarget(socket);
  const { loops = 1 } = options;
  if (loops > 1 && typeof source !== 'function') {
    throw new ZMQError('EINVAL', `For ${loops} loops, give a function that returns the recording anew each time.`);
  }
  const running = new Replay(socket, options);
  options.signal?.throwIfAborted();
  await running.waitForPeers();
  for (let loop = 0; loop < loops && !running.done; loop++) {
    const before = running.sent;
    await running.play(typeof source === 'function' ? source() : source);
    // Nothing of it is wanted: another loop would find nothing either.
    if (running.sent === before) break;
  }
  return running.summary();
}

class Replay {
  readonly #socket: ReplayTarget;
  readonly #options: ReplayOptions;
  readonly #send: WaitOptions;
  readonly #pace: Pace;
  readonly #drift = new Drift();
  readonly #droppedBefore: number;
  #startedAt: number | undefined;
  #sent = 0;
  #bytes = 0;
  #skipped = 0;
  #badTimes = 0;
  #cutOff = false;
  /** Microseconds of the schedule in the loops before this one. */
  #earlier = 0;

  constructor(socket: ReplayTarget, options: ReplayOptions) {
    const { signal, timeout = Infinity, speed = 1, rate, catchUp = true, control = new ReplayControl() } = options;
    this.#socket = socket;
    this.#options = options;
    this.#send = signal === undefined ? { timeout } : { timeout, signal };
    this.#pace = new Pace(rate === undefined ? speed : 1, catchUp, control, signal);
    this.#droppedBefore = droppedBy(socket);
  }

  get sent(): number {
    return this.#sent;
  }

  get done(): boolean {
    return this.#sent >= (this.#options.count ?? Infinity);
  }

  async waitForPeers(): Promise<void> {
    const { peers = 1 } = this.#options;
    if (peers === 0) return;
    const { subscribed } = this.#socket as {
      subscribed?: (topic: undefined, options: ConnectedOptions) => Promise<void>;
    };
    // The engine libzmq knows whether there is a subscriber, and not how many.
    const options = peers === 1 ? this.#send : { ...this.#send, peers };
    if (typeof subscribed === 'function') await subscribed.call(this.#socket, undefined, options);
    else await this.#socket.connected(options);
  }

  async play(source: RecordingSource): Promise<void> {
    const { maxGap = Infinity, from, to, rate, read, signal } = this.#options;
    const schedule = new Schedule(maxGap * 1000);
    const range = timeRange(from, to);
    let startedAt = 0;
    let position = this.#earlier;
    for await (const entry of untilAborted(entriesOf(source, read), signal)) {
      if (entry.kind === 'header') startedAt = entry.startedAt;
      if (entry.kind === 'cut-off') this.#cutOff = true;
      if (entry.kind !== 'message') continue;
      const inRange = (from === undefined && to === undefined) || range.has(entry.time ?? 0, startedAt);
      if (!inRange || !this.#wanted(entry)) {
        this.#skipped++;
        continue;
      }
      position =
        rate === undefined
          ? this.#earlier + schedule.next(this.#timeOf(entry, startedAt))
          : (this.#sent * 1_000_000) / rate;
      await this.#play(entry, position);
      // The next entry may be long in coming.
      if (this.done) break;
    }
    this.#earlier = position;
    this.#badTimes += schedule.badTimes;
  }

  summary(): ReplaySummary {
    return {
      sent: this.#sent,
      bytes: this.#bytes,
      skipped: this.#skipped,
      dropped: droppedBy(this.#socket) - this.#droppedBefore,
      badTimes: this.#badTimes,
      cutOff: this.#cutOff,
      duration: this.#startedAt === undefined ? 0 : now() - this.#startedAt,
      drift: this.#drift.summary(),
    };
  }

  #wanted(entry: MessageEntry): boolean {
    const { match, direction = 'in' } = this.#options;
    if (entry.direction !== undefined && direction !== 'both' && entry.direction !== direction) return false;
    return match === undefined || match(entry);
  }

  #timeOf(entry: MessageEntry, startedAt: number): number | undefined {
    // A time of 0 is a clock that was not set.
    if (this.#options.by === 'published') return entry.published === 0 ? undefined : entry.published;
    return entry.time === undefined ? undefined : startedAt + entry.time;
  }

  async #play(entry: MessageEntry, position: number): Promise<void> {
    const late = await this.#pace.due(position);
    this.#startedAt ??= now();
    if (late !== undefined) this.#drift.add(late);
    await this.#socket.send(this.#messageOf(entry), this.#send);
    this.#sent++;
    for (const frame of entry.frames) this.#bytes += frame.length;
    this.#options.onProgress?.(this.#sent);
  }

  #messageOf({ frames, routingId }: MessageEntry): MessageInput {
    if (this.#socket.type !== 'ROUTER') return frames;
    if (routingId !== undefined) return [routingId, ...frames];
    throw new ZMQError(
      'EINVAL',
      'A ROUTER sends to a peer by its routing id, and this message was recorded without one.',
    );
  }
}

/** Those dropped because there was no room, or no peer to send them to. */
function droppedBy(socket: ReplayTarget): number {
  const { dropped } = socket.stats();
  return Object.values(dropped).reduce((sum, count) => sum + count, 0);
}

function checkTarget(socket: unknown): asserts socket is ReplayTarget {
  const { type, send } = (socket ?? {}) as Partial<ReplayTarget>;
  if (typeof send === 'function' && !IN_TURNS.includes(String(type))) return;
  throw new ZMQError(
    'EINVAL',
    typeof send === 'function'
      ? `A ${type} sends only when it is its turn. Replay to a DEALER, which sends whenever there is room.`
      : 'A recording is replayed to a socket that sends: PUB, PUSH, DEALER, ROUTER, PAIR, XPUB, XSUB.',
  );
}

function checkPositive(name: string, value: unknown): void {
  if (typeof value === 'number' && value > 0) return;
  throw new ZMQError('EINVAL', `${name} is ${String(value)}; it accepts a number above 0.`);
}

function checkControl(name: string, value: unknown): void {
  if (value instanceof ReplayControl) return;
  throw new ZMQError('EINVAL', `${name} accepts a ReplayControl.`);
}

function oneOf(...accepted: readonly string[]): (name: string, value: unknown) => void {
  return (name, value) => {
    if (accepted.includes(value as string)) return;
    throw new ZMQError('EINVAL', `${name} is ${JSON.stringify(value)}; it accepts ${accepted.join(', ')}.`);
  };
}
