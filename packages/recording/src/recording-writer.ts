import type { MessageInput } from '@zeromq-ts/core';
import { Message, ZMQError } from '@zeromq-ts/core';
import {
  checkAtLeast,
  checkCallOptions,
  checkDuration,
  clearImmediate,
  clearTimeout,
  framesInPlace,
  setImmediate,
  setTimeout,
} from '@zeromq-ts/core/spi';
import { formatTime, now, wallClock } from './clock.js';
import type { JSONValue, RecordingHeader } from './entries.js';
import { formatEnd, formatEvent, formatHeader, formatMessage, type MessageDetails } from './format-entry.js';
import { MAX_FRAMES } from './line-values.js';
import { outputOf, type RecordingDestination, type RecordingOutput } from './output.js';

/** What becomes of a message when too many bytes wait to be written. */
export type OnFull = 'drop' | 'block';

/** Options of a {@link RecordingWriter}. */
export interface RecordingWriterOptions {
  /** `'drop'` counts a message without room, and leaves it out; `'block'` takes it, and says so by `full`. Default `'drop'`. */
  readonly onFull?: OnFull | undefined;
  /** Bytes that may wait to be written, default 16 MiB. */
  readonly maxQueuedBytes?: number | undefined;
  /** Milliseconds after which a batch that is not full is written, where batches are compressed; default 1000. */
  readonly flushInterval?: number | undefined;
  /** Bytes of a file after which the next one begins. Default: no limit. */
  readonly maxBytes?: number | undefined;
  /** Milliseconds after which the next file begins. Default: no limit. */
  readonly maxAge?: number | undefined;
}

/** What the first line says, as far as the writer does not know it. */
export type RecordingHeaderInput = Omit<RecordingHeader, 'started' | 'seq'> & { readonly started?: string | undefined };

/** What has been recorded. */
export interface RecordingSummary {
  /** Messages in the recording. */
  readonly count: number;
  /** Messages that had no room. */
  readonly dropped: number;
  /** Events that had no room. */
  readonly droppedEvents: number;
  /** Bytes of the frames of the messages in the recording. */
  readonly bytes: number;
  /** Files, or parts, that were written. */
  readonly files: number;
  /** Milliseconds from start to end. */
  readonly duration: number;
  /** Why it ended. */
  readonly reason: string;
}

const CHECKS = {
  onFull: checkOnFull,
  maxQueuedBytes: checkAtLeast(1),
  flushInterval: checkDuration,
  maxBytes: checkAtLeast(1),
  maxAge: checkAtLeast(1),
};

const DEFAULT_QUEUED_BYTES = 16 * 1024 * 1024;
const DEFAULT_FLUSH_MS = 1000;
const DEFAULT_BATCH_BYTES = 64 * 1024;
/** More than the line at the end of a file has. */
const END_LINE_BYTES = 200;

/** Something to be written: lines, or the next part. */
type Step = { readonly lines: Buffer } | { readonly seq: number };

/**
 * Writes a recording: lines go into a bounded queue, and from there to the output as fast as it takes them. Nothing here
 * waits for the disk.
 *
 * @example
 * ```ts
 * import { PassThrough } from 'node:stream';
 * import { text } from 'node:stream/consumers';
 * import { RecordingWriter } from '@zeromq-ts/recording';
 *
 * const stream = new PassThrough();
 * const writer = new RecordingWriter(stream, { type: 'PULL', endpoints: ['tcp://127.0.0.1:5555'] });
 * writer.message(['task', '1'], { time: 250 });
 * const summary = await writer.end('closed');
 * console.log(summary.count, (await text(stream)).split('\n')[1]); // 1 {"t":250,"f":["task","1"]}
 * ```
 */
export class RecordingWriter {
  readonly #output: RecordingOutput;
  readonly #header: RecordingHeaderInput;
  readonly #options: RecordingWriterOptions;
  readonly #maxQueuedBytes: number;
  readonly #batchBytes: number;
  readonly #startedAt = now();
  readonly #started: string;
  readonly #steps: Step[] = [];
  #queuedBytes = 0;
  #pending = '';
  /** Forgets the flush that is planned. */
  #stopWaiting: (() => void) | undefined;
  #pumping: Promise<void> | undefined;
  #waiting: (() => void)[] = [];
  readonly #failing = new AbortController();
  #ended: Promise<RecordingSummary> | undefined;
  #seq = 0;
  // Of this part; the line at its end says it.
  #part = { count: 0, dropped: 0, droppedEvents: 0, bytes: 0, queued: 0, since: 0 };
  #count = 0;
  #dropped = 0;
  #droppedEvents = 0;
  #bytes = 0;

  /**
   * @param destination A stream, or {@link RecordingFiles}. It is ended with the recording, unless it is the output of the
   * process.
   * @param header What the first line says: the type of the socket, its endpoints, and what else is known.
   * @throws ZMQError `EINVAL` for wrong options, and for options of the socket in the header that look like secrets.
   */
  constructor(destination: RecordingDestination, header: RecordingHeaderInput, options: RecordingWriterOptions = {}) {
    checkCallOptions('RecordingWriter', options, CHECKS);
    refuseSecrets(header.options ?? {});
    this.#output = outputOf(destination);
    this.#header = header;
    this.#options = options;
    this.#started = header.started ?? formatTime(wallClock());
    this.#maxQueuedBytes = options.maxQueuedBytes ?? DEFAULT_QUEUED_BYTES;
    this.#batchBytes = this.#output.batchBytes ?? DEFAULT_BATCH_BYTES;
    this.#nextPart();
  }

  /** Microseconds since the recording was started. */
  get time(): number {
    return Math.round((now() - this.#startedAt) * 1000);
  }

  /** Messages taken. */
  get count(): number {
    return this.#count;
  }

  /** Messages without room. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Events without room. */
  get droppedEvents(): number {
    return this.#droppedEvents;
  }

  /** Bytes of the frames of the messages taken. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether as many bytes wait to be written as may. */
  get full(): boolean {
    return this.#waitingBytes >= this.#maxQueuedBytes;
  }

  get #waitingBytes(): number {
    return this.#queuedBytes + this.#pending.length;
  }

  /** What becomes of a message when too many bytes wait to be written. */
  get onFull(): OnFull {
    return this.#options.onFull ?? 'drop';
  }

  /** Aborted once the output has failed, with what it has failed with as its reason. */
  get failed(): AbortSignal {
    return this.#failing.signal;
  }

  /**
   * Opens the output and writes the first line now, instead of with the first messages: to find out whether messages can be
   * written before any is taken.
   *
   * @throws what the output has failed with, as a rejection.
   */
  async open(): Promise<void> {
    this.#flush();
    while (this.#pumping !== undefined) await this.#pumping;
    if (this.failed.aborted) throw this.failed.reason;
  }

  /**
   * Records a message.
   *
   * @param message What `send` takes. Bytes are not kept after the call.
   * @param details `time`: microseconds since the start, default: now; and what else is known of the message.
   * @returns Whether it was taken: false without room, after the output has failed, and with more than a million frames.
   * @throws ZMQError `ENOTSOCK` after {@link end}; TypeError for anything that is not a message.
   */
  message(message: MessageInput, details?: MessageDetails & { readonly time?: number | undefined }): boolean {
    const frames = framesInPlace(message instanceof Message ? message : new Message(message));
    return this.frames(frames, details?.time ?? this.time, details);
  }

  /** Records the frames of a message, as {@link message} does. */
  frames(frames: readonly Uint8Array[], time: number | undefined, details?: MessageDetails): boolean {
    this.#assertOpen();
    if (this.failed.aborted || (this.full && this.onFull === 'drop')) return this.#drop();
    // No reader would take it.
    if (frames.length > MAX_FRAMES) return this.#drop();
    let line: string;
    try {
      line = formatMessage(time, frames, details);
    } catch (error) {
      // JavaScript has no text of this length.
      if (error instanceof RangeError || (error as { code?: unknown }).code === 'ERR_STRING_TOO_LONG')
        return this.#drop();
      throw error;
    }
    this.#rotateBefore(line.length);
    let size = 0;
    for (let index = 0; index < frames.length; index++) size += (frames[index] as Uint8Array).length;
    this.#part.count++;
    this.#part.bytes += size;
    this.#count++;
    this.#bytes += size;
    this.#add(line);
    return true;
  }

  /**
   * Records an event of the socket: its name, the number of the peer, and other values. It is left out, and counted, when
   * twice as many bytes wait to be written as may: peers that come and go can make any number of events.
   */
  event(event: string, peer?: number, details: Readonly<Record<string, JSONValue>> = {}): void {
    this.#assertOpen();
    if (this.failed.aborted || this.#waitingBytes >= 2 * this.#maxQueuedBytes) {
      this.#droppedEvents++;
      this.#part.droppedEvents++;
      return;
    }
    this.#add(formatEvent({ time: this.time, event, peer, details }));
  }

  /**
   * Resolves when there is room again, at once if there is.
   *
   * @throws what the output has failed with, as a rejection.
   */
  async room(): Promise<void> {
    while (this.full && !this.failed.aborted) {
      this.#flush();
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    if (this.failed.aborted) throw this.failed.reason;
  }

  /**
   * Writes what is queued and the line that ends the recording, and closes the output. Idempotent.
   *
   * @param reason What that line gives as the reason, such as `'closed'`.
   * @returns What was recorded.
   * @throws what the output has failed with, as a rejection; the output is closed then, too.
   */
  end(reason: string): Promise<RecordingSummary> {
    this.#ended ??= this.#finish(reason);
    return this.#ended;
  }

  async #finish(reason: string): Promise<RecordingSummary> {
    const duration = now() - this.#startedAt;
    if (!this.failed.aborted) this.#endPart(reason);
    this.#flush();
    while (this.#pumping !== undefined) await this.#pumping;
    try {
      await this.#output.close();
    } catch (error) {
      this.#failing.abort(error);
    }
    if (this.failed.aborted) throw this.failed.reason;
    return {
      count: this.#count,
      dropped: this.#dropped,
      droppedEvents: this.#droppedEvents,
      bytes: this.#bytes,
      files: this.#seq,
      duration,
      reason,
    };
  }

  #assertOpen(): void {
    if (this.#ended !== undefined) throw new ZMQError('ENOTSOCK', 'This recording has ended.');
  }

  #drop(): false {
    this.#dropped++;
    this.#part.dropped++;
    return false;
  }

  #add(line: string): void {
    this.#pending += line;
    this.#part.queued += line.length;
    if (this.#pending.length >= this.#batchBytes) this.#flush();
    else this.#flushLater();
  }

  #flushLater(): void {
    if (this.#stopWaiting !== undefined) return;
    const flush = (): void => this.#flush();
    if (this.#output.waitsForBatch === true) {
      const timer = setTimeout(flush, this.#options.flushInterval ?? DEFAULT_FLUSH_MS);
      this.#stopWaiting = () => clearTimeout(timer);
    } else {
      const immediate = setImmediate(flush);
      this.#stopWaiting = () => clearImmediate(immediate);
    }
  }

  #flush(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
    if (this.#pending === '') return;
    const lines = Buffer.from(this.#pending);
    this.#pending = '';
    this.#queuedBytes += lines.length;
    this.#steps.push({ lines });
    this.#pump();
  }

  #rotateBefore(bytes: number): void {
    const { maxBytes = Infinity, maxAge = Infinity } = this.#options;
    if (maxBytes === Infinity && maxAge === Infinity) return;
    if (this.#part.count === 0) return;
    const size =
      this.#output.waitsForBatch === true ? this.#output.partBytes : this.#part.queued + bytes + END_LINE_BYTES;
    if (size <= maxBytes && now() - this.#part.since < maxAge) return;
    this.#endPart('rotated');
    this.#flush();
    this.#nextPart();
  }

  #nextPart(): void {
    this.#seq++;
    this.#part = { count: 0, dropped: 0, droppedEvents: 0, bytes: 0, queued: 0, since: now() };
    this.#steps.push({ seq: this.#seq });
    const rotates = this.#options.maxBytes !== undefined || this.#options.maxAge !== undefined;
    this.#add(formatHeader({ ...this.#header, started: this.#started, seq: rotates ? this.#seq : undefined }));
  }

  #endPart(reason: string): void {
    const { count, dropped, droppedEvents, bytes } = this.#part;
    this.#add(formatEnd({ time: this.time, count, dropped, droppedEvents, bytes, reason }));
  }

  #pump(): void {
    this.#pumping ??= this.#write().finally(() => {
      this.#pumping = undefined;
      if (this.#steps.length > 0 && !this.failed.aborted) this.#pump();
    });
  }

  async #write(): Promise<void> {
    try {
      for (let step = this.#steps.shift(); step !== undefined; step = this.#steps.shift()) await this.#take(step);
    } catch (error) {
      this.#failing.abort(error);
      this.#steps.length = 0;
      this.#pending = '';
    }
    this.#wake();
  }

  async #take(step: Step): Promise<void> {
    if ('seq' in step) {
      if (step.seq > 1) await this.#output.close();
      await this.#output.open(step.seq);
      return;
    }
    await this.#output.write(step.lines);
    this.#queuedBytes -= step.lines.length;
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** @throws ZMQError `EINVAL` for options of a socket that are not for a file. */
function refuseSecrets(options: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(options)) {
    if (!/secret|password|token|privatekey/iu.test(name)) continue;
    throw new ZMQError('EINVAL', `A recording has no secrets: leave the option ${name} out of its header.`);
  }
}

function checkOnFull(name: string, value: unknown): void {
  if (value === 'drop' || value === 'block') return;
  throw new ZMQError('EINVAL', `${name} is ${JSON.stringify(value)}; it accepts 'drop' or 'block'.`);
}
