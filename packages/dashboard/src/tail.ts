import { type Message, ZMQError } from '@zeromq-ts/core';
import { checkAtLeast, framesInPlace, performance } from '@zeromq-ts/core/spi';
import { messageText } from './message-text.js';
import type { MessageRow, TailState } from './page-message.js';
import { Recent } from './recent.js';
import { RecordingLimit } from './recording-limit.js';
import type { MessageRecorder, RecorderState, RecordingEnd, TailOptions, TailSocket } from './tail-options.js';

/** Messages that are kept, for pages that come later. */
const MAX_MESSAGES = 500;
/** Messages that are shown of each second. */
const MAX_MESSAGES_PER_SECOND = 50;
const SECOND_MS = 1000;

/** @throws ZMQError `EINVAL` for what is no socket, and for a wrong limit. */
export function checkTail({ sockets, maxRecordingBytes = Infinity }: TailOptions): void {
  if (!Array.isArray(sockets) || !sockets.every((each) => typeof each?.messages === 'function'))
    throw new ZMQError('EINVAL', 'The option tail.sockets of dashboard is an array of sockets that receive.');
  checkAtLeast(1)('tail.maxRecordingBytes', maxRecordingBytes);
}

/** The last messages of some sockets, and who records them. */
export class Tail {
  readonly recorder: MessageRecorder | undefined;
  readonly #options: TailOptions;
  readonly #changed: () => void;
  readonly #recent = new Recent<MessageRow>(MAX_MESSAGES);
  readonly #end = new AbortController();
  /** When the last messages that are shown came. */
  readonly #times: number[] = [];
  #received = 0;
  #skipped = 0;
  #recording: Promise<void> = Promise.resolve();
  #state: TailState | undefined;
  #version = 0;
  readonly #limit: RecordingLimit;
  #isEnding = false;

  /** @param changed Called when there is something new for the pages. */
  constructor(options: TailOptions, changed: () => void) {
    this.#options = options;
    this.#changed = changed;
    this.recorder = options.recorder;
    this.#limit = new RecordingLimit(options.maxRecordingBytes);
    for (const socket of options.sockets) void this.#read(socket);
  }

  /** How many messages are shown, or were. */
  get count(): number {
    return this.#recent.count;
  }

  /** Another one when {@link state} is another one. */
  get version(): number {
    const { state } = this;
    if (this.#state === undefined || !isSame(state, this.#state)) this.#version++;
    this.#state = state;
    return this.#version;
  }

  get state(): TailState {
    return {
      sources: this.#options.sockets.map((socket) => nameOf(socket)),
      showsMessages: this.#options.showMessages === true,
      received: this.#received,
      skipped: this.#skipped,
      recorder: this.recorder === undefined ? null : copyOf(this.recorder.state),
      size: this.recorder === undefined ? null : this.#limit.size,
    };
  }

  /** Those after the one with this number, as far as they are kept. */
  since(number: number): readonly MessageRow[] {
    return this.#recent.since(number);
  }

  /** Begins to record, or ends it: one after the other, when several pages ask. */
  async record(wanted: boolean, reason: RecordingEnd = 'stopped'): Promise<void> {
    const { recorder } = this;
    if (recorder === undefined) return;
    const done = this.#change(recorder, wanted, reason, this.#recording);
    this.#recording = done.catch(() => {});
    await done;
  }

  /** Reads no more; the sockets stay open. A recording ends. */
  async close(): Promise<void> {
    this.#end.abort();
    // What has failed is in the state of the recorder.
    await this.record(false, 'closed').catch(() => {});
  }

  async #change(
    recorder: MessageRecorder,
    wanted: boolean,
    reason: RecordingEnd,
    before: Promise<void>,
  ): Promise<void> {
    await before;
    if (recorder.state.isRecording === wanted || (wanted && this.#end.signal.aborted)) return;
    if (wanted) this.#limit.begin();
    try {
      await (wanted ? recorder.start() : recorder.stop(reason));
    } finally {
      this.#changed();
    }
  }

  /** Until the socket is closed, or this is. */
  async #read(socket: TailSocket): Promise<void> {
    try {
      for await (const message of socket.messages({ signal: this.#end.signal })) this.#take(message, socket);
    } catch {
      // Aborted; or shown by what no longer comes.
    }
  }

  #take(message: Message, socket: TailSocket): void {
    this.#received++;
    this.#record(message, socket);
    if (this.#hasRoom()) this.#show(framesInPlace(message), nameOf(socket));
    else this.#skipped++;
    this.#changed();
  }

  /** A recorder that throws must not end the reading: its state says why it has failed. */
  #record(message: Message, socket: TailSocket): void {
    try {
      if (this.#isEnding || this.recorder?.state.isRecording !== true) return;
      this.recorder.take(message, socket);
    } catch {
      // It has lost this message.
    }
    if (this.#limit.add(framesInPlace(message))) void this.#endFull();
  }

  /** Until the recording has ended, nothing more is recorded. */
  async #endFull(): Promise<void> {
    this.#isEnding = true;
    // What has failed is in the state of the recorder.
    await this.record(false, 'full').catch(() => {});
    this.#isEnding = false;
  }

  /** Whether fewer than {@link MAX_MESSAGES_PER_SECOND} have been shown in the last second. */
  #hasRoom(): boolean {
    const now = performance.now();
    const [oldest] = this.#times;
    if (this.#times.length === MAX_MESSAGES_PER_SECOND) {
      if (oldest !== undefined && now - oldest < SECOND_MS) return false;
      this.#times.shift();
    }
    this.#times.push(now);
    return true;
  }

  #show(frames: readonly Uint8Array[], source: string): void {
    const shown = this.#options.showMessages === true ? messageText(frames) : { text: null, isCut: false };
    this.#recent.add({
      number: this.#recent.count + 1,
      time: Date.now(),
      source,
      frames: frames.length,
      bytes: frames.reduce((sum, { length }) => sum + length, 0),
      ...shown,
    });
  }
}

/** The object may be the same one each time, with other values. */
function copyOf({ isRecording, name, count, dropped, error }: RecorderState): RecorderState {
  return { isRecording, name, count, dropped, error };
}

/** Whether pages would show the same. */
function isSame(one: TailState, other: TailState): boolean {
  return (
    one.received === other.received &&
    one.skipped === other.skipped &&
    hasSame(one.sources, other.sources) &&
    hasSame(one.size, other.size) &&
    hasSame(one.recorder, other.recorder)
  );
}

/** Whether two objects of the same members have the same values. */
function hasSame<T extends object>(one: T | null, other: T | null): boolean {
  if (one === null || other === null) return one === other;
  return (Object.keys(one) as (keyof T)[]).every((name) => one[name] === other[name]);
}

function nameOf({ endpoint, type }: TailSocket): string {
  return endpoint ?? type;
}
