import type { Counts } from './live-counts.js';

/** How many topics are counted each on its own. */
const MAX_TOPICS = 10_000;

/** How much of a topic tells it from others: topics that begin with the same bytes are counted as one. */
const MAX_TOPIC_BYTES = 255;

/** How many topics are shown. */
const MAX_SHOWN_TOPICS = 10;

/** What has come, of one topic or of several. */
export interface Figures {
  messages: number;
  bytes: number;
}

/** A topic in a look at the table. */
export interface TopicFigures extends Readonly<Figures> {
  /** Its first 255 bytes. */
  readonly topic: Uint8Array;
  readonly messagesPerSecond: number;
  /** Milliseconds since its last message. */
  readonly age: number;
}

/** A look at the table. */
export interface TopicLook extends Readonly<Figures> {
  /** How long what the rates are of has taken. */
  readonly seconds: number;
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
  /** How many topics are counted each on its own. */
  readonly topics: number;
  /** Those with the highest rates, the highest first. */
  readonly top: readonly TopicFigures[];
  /** Of all topics that came when the table was full. */
  readonly other: Readonly<Figures>;
}

interface Row extends Figures {
  /** What it was at the look before. */
  before: number;
  /** When its last message came. */
  last: number;
}

/** Counts messages by topic: by the first frame. It has a limited number of rows, whatever arrives. */
export class TopicTable implements Counts<TopicLook> {
  readonly #rows = new Map<string, Row>();
  readonly #other: Figures = { messages: 0, bytes: 0 };
  readonly #total: Figures = { messages: 0, bytes: 0 };
  readonly #start: number;
  #before: Figures & { time: number };

  /** @param now The time, in milliseconds. */
  constructor(now: number) {
    this.#start = now;
    this.#before = { messages: 0, bytes: 0, time: now };
  }

  /** How many messages were counted. */
  get messages(): number {
    return this.#total.messages;
  }

  /** Counts a message. */
  add(topic: Uint8Array, bytes: number, now: number): void {
    count(this.#total, bytes);
    const key = Buffer.from(topic.buffer, topic.byteOffset, Math.min(topic.length, MAX_TOPIC_BYTES)).toString('latin1');
    let row = this.#rows.get(key);
    if (row === undefined) {
      if (this.#rows.size >= MAX_TOPICS) {
        count(this.#other, bytes);
        return;
      }
      row = { messages: 0, bytes: 0, before: 0, last: now };
      this.#rows.set(key, row);
    }
    count(row, bytes);
    row.last = now;
  }

  /** What has come so far, with the rates since the look before. */
  look(now: number): TopicLook {
    const look = this.#look(now, this.#before, (row) => row.before);
    this.#before = { ...this.#total, time: now };
    for (const row of this.#rows.values()) row.before = row.messages;
    return look;
  }

  /** What has come, with the rates since the start. */
  lookAtAll(now: number): TopicLook {
    return this.#look(now, { messages: 0, bytes: 0, time: this.#start }, () => 0);
  }

  #look(now: number, before: Figures & { time: number }, messagesBefore: (row: Row) => number): TopicLook {
    // The clock may have stood still: a rate is a number.
    const seconds = Math.max(now - before.time, 1) / 1000;
    const rows = Array.from(this.#rows, ([key, row]) => ({ key, row, recent: row.messages - messagesBefore(row) }));
    rows.sort((a, b) => b.recent - a.recent || b.row.messages - a.row.messages);
    const { messages, bytes } = this.#total;
    return {
      seconds,
      messages,
      bytes,
      messagesPerSecond: (messages - before.messages) / seconds,
      bytesPerSecond: (bytes - before.bytes) / seconds,
      topics: this.#rows.size,
      top: rows.slice(0, MAX_SHOWN_TOPICS).map(({ key, row, recent }) => ({
        topic: Buffer.from(key, 'latin1'),
        messages: row.messages,
        bytes: row.bytes,
        messagesPerSecond: recent / seconds,
        age: Math.max(0, now - row.last),
      })),
      other: { ...this.#other },
    };
  }
}

function count(figures: Figures, bytes: number): void {
  figures.messages += 1;
  figures.bytes += bytes;
}
