import type { RecordingEntry } from './entries.js';
import { entriesOf, type RecordingSource } from './entry-source.js';
import type { ReadRecordingOptions } from './read-recording.js';

/** A pause between two messages. */
export interface RecordingGap {
  /** Microseconds since 1970, of the message before it. */
  readonly at: number;
  /** Microseconds. */
  readonly duration: number;
}

/** A first frame, and how many messages have it. */
export interface RecordedTopic {
  readonly topic: Uint8Array;
  readonly count: number;
}

/** What {@link describeRecording} finds. */
export interface RecordingDescription {
  /** Types of the sockets that received. */
  readonly types: readonly string[];
  /** Endpoints that the headers name. */
  readonly endpoints: readonly string[];
  /** Recordings in the file: headers. */
  readonly segments: number;
  /** Messages. */
  readonly messages: number;
  /** Bytes of their frames. */
  readonly bytes: number;
  /** Bytes of the largest message. */
  readonly largest: number;
  /** Events of the socket, by name. */
  readonly events: Readonly<Record<string, number>>;
  /** Messages that the recorder had no room for, as the ends say. */
  readonly dropped: number;
  /** Events that it had no room for. */
  readonly droppedEvents: number;
  /** Microseconds since 1970 of the first and the last message with a time; `undefined` without one. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  /** Microseconds from the first to the last message. */
  readonly duration: number;
  /** Messages that have no time, or an earlier one than the message before them. */
  readonly badTimes: number;
  /** The longest pauses, longest first, at most 5. */
  readonly gaps: readonly RecordingGap[];
  /** The most frequent first frames, at most 10. */
  readonly topics: readonly RecordedTopic[];
  /** Different first frames; those beyond 10 000 are not told apart. */
  readonly topicCount: number;
  /** Why each part has ended. */
  readonly reasons: readonly string[];
  /** Whether an end is missing. */
  readonly cutOff: boolean;
}

const MAX_GAPS = 5;
const MAX_SHOWN_TOPICS = 10;
const MAX_TOPICS = 10_000;
/** A longer first frame is no topic. */
const MAX_TOPIC_BYTES = 256;

/**
 * Reads a recording once, in constant memory, and says what is in it.
 *
 * @throws RecordingError for a malformed recording, as a rejection.
 *
 * @example
 * ```ts
 * import { describeRecording } from '@zeromq-ts/recording';
 *
 * const found = await describeRecording([
 *   '{"zmqrec":1,"started":"2026-11-26T07:10:14.725287Z","type":"SUB","endpoints":[]}\n',
 *   '{"t":0,"f":["weather","sunny"]}\n{"t":2000000,"f":["weather","rain"]}\n',
 * ]);
 * console.log(found.messages, found.duration / 1e6, found.topicCount, found.cutOff); // 2 2 1 true
 * ```
 */
export async function describeRecording(
  source: RecordingSource,
  options?: ReadRecordingOptions,
): Promise<RecordingDescription> {
  const description = new Description();
  for await (const entry of entriesOf(source, options)) description.add(entry);
  return description.result();
}

class Description {
  readonly #types = new Set<string>();
  readonly #endpoints = new Set<string>();
  readonly #events = new Map<string, number>();
  readonly #topics = new Map<string, number>();
  readonly #reasons: string[] = [];
  #gaps: RecordingGap[] = [];
  #segments = 0;
  #messages = 0;
  #bytes = 0;
  #largest = 0;
  #dropped = 0;
  #droppedEvents = 0;
  #startedAt = 0;
  #first: number | undefined;
  #last: number | undefined;
  #badTimes = 0;
  #cutOff = false;

  add(entry: RecordingEntry): void {
    switch (entry.kind) {
      case 'header':
        this.#segments++;
        this.#startedAt = entry.startedAt;
        this.#types.add(entry.type);
        for (const endpoint of entry.endpoints) if (this.#endpoints.size < 1000) this.#endpoints.add(endpoint);
        break;
      case 'message':
        this.#addMessage(entry.frames, entry.time);
        break;
      case 'event':
        if (this.#events.has(entry.event) || this.#events.size < 100) increment(this.#events, entry.event);
        break;
      case 'end':
        this.#dropped += entry.dropped;
        this.#droppedEvents += entry.droppedEvents ?? 0;
        if (this.#reasons.length < 1000) this.#reasons.push(entry.reason);
        break;
      case 'cut-off':
        this.#cutOff = true;
        break;
    }
  }

  result(): RecordingDescription {
    const topics = [...this.#topics].toSorted(([, a], [, b]) => b - a).slice(0, MAX_SHOWN_TOPICS);
    return {
      types: [...this.#types],
      endpoints: [...this.#endpoints],
      segments: this.#segments,
      messages: this.#messages,
      bytes: this.#bytes,
      largest: this.#largest,
      events: Object.fromEntries(this.#events),
      dropped: this.#dropped,
      droppedEvents: this.#droppedEvents,
      first: this.#first,
      last: this.#last,
      duration: (this.#last ?? 0) - (this.#first ?? 0),
      badTimes: this.#badTimes,
      gaps: this.#gaps,
      topics: topics.map(([topic, count]) => ({ topic: Buffer.from(topic, 'latin1'), count })),
      topicCount: this.#topics.size,
      reasons: this.#reasons,
      cutOff: this.#cutOff,
    };
  }

  #addMessage(frames: readonly Uint8Array[], time: number | undefined): void {
    this.#messages++;
    let size = 0;
    for (const frame of frames) size += frame.length;
    this.#bytes += size;
    this.#largest = Math.max(this.#largest, size);
    this.#addTopic(frames[0] as Uint8Array);
    this.#addTime(time === undefined ? undefined : this.#startedAt + time);
  }

  #addTopic(frame: Uint8Array): void {
    if (frame.length > MAX_TOPIC_BYTES) return;
    const topic = Buffer.from(frame.buffer, frame.byteOffset, frame.length).toString('latin1');
    if (this.#topics.has(topic) || this.#topics.size < MAX_TOPICS) increment(this.#topics, topic);
  }

  #addTime(time: number | undefined): void {
    const last = this.#last;
    if (time === undefined || (last !== undefined && time < last)) {
      this.#badTimes++;
      return;
    }
    this.#first ??= time;
    if (last !== undefined) this.#addGap(last, time - last);
    this.#last = time;
  }

  #addGap(at: number, duration: number): void {
    if (duration === 0 || (this.#gaps.length === MAX_GAPS && duration <= (this.#gaps[MAX_GAPS - 1]?.duration ?? 0)))
      return;
    this.#gaps = [...this.#gaps, { at, duration }].toSorted((a, b) => b.duration - a.duration).slice(0, MAX_GAPS);
  }
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
