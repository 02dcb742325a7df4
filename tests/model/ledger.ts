import type { Message } from '@zeromq-ts/core';
import type { TypePromises } from './patterns.js';
import type { SocketState } from './socket-state.js';

/** A subscriber that must get a message, as long as its subscription has not changed since. */
export interface Due {
  readonly subscriber: SocketState;
  readonly epoch: number;
}

/** What stands before the frames of a message. */
export type Envelope = readonly (string | Uint8Array)[];

/** One message of a scenario, and what has become of it. */
export interface Entry {
  readonly id: number;
  readonly from: SocketState;
  readonly bytes: number;
  /** The routing id that it was sent to. */
  readonly to: string | undefined;
  readonly topic: string | undefined;
  /** The request that it answers. */
  readonly answers: Entry | undefined;
  /** How often `request` may send it; undefined: it was given to `send`. */
  readonly tries: number | undefined;
  readonly envelope: Envelope;
  /** The peers that must get it, unless it is counted as dropped: subscribers, or the publishers of an XSUB. */
  readonly due: readonly Due[];
  /** The subscribers that must not get it. */
  readonly barred: readonly Due[];
  /** `ignored`: the send resolved false. `given up`: a request without a reply, which may have been sent. */
  state: 'waiting' | 'accepted' | 'ignored' | 'refused' | 'given up';
  readonly receivedBy: SocketState[];
}

export type NewEntry = Pick<Entry, 'from' | 'bytes'> &
  Partial<Pick<Entry, 'to' | 'topic' | 'answers' | 'tries' | 'envelope' | 'due' | 'barred'>>;

/** What a message that came is. */
export interface Found {
  readonly entry: Entry;
  readonly envelope: readonly Uint8Array[];
}

/** The book of all messages: what was sent, what was said about it, and who has received it. */
export class Ledger {
  readonly entries: Entry[] = [];

  add({ from, bytes, to, topic, answers, tries, envelope = [], due = [], barred = [] }: NewEntry): Entry {
    const id = this.entries.length;
    const receivedBy: SocketState[] = [];
    const state = 'waiting';
    const entry: Entry = { id, from, bytes, to, topic, answers, tries, envelope, due, barred, state, receivedBy };
    this.entries.push(entry);
    return entry;
  }

  /** The frames by which a message is sent; `whole`: in one frame. Every other one has a second frame otherwise. */
  frames(entry: Entry, whole: boolean): (string | Uint8Array)[] {
    const head = `${entry.topic ?? ''}#${entry.id}#`;
    const body = entry.bytes <= head.length ? head : Buffer.alloc(entry.bytes, 'x');
    if (typeof body !== 'string') body.write(head);
    return [...entry.envelope, ...(whole || entry.id % 2 === 0 ? [body] : [body, tail(entry.id)])];
  }

  /** Which message of the scenario this is; undefined when it is none, or not as it was sent. */
  find(message: Message, kind: TypePromises['envelope']): Found | undefined {
    const first = envelopeLength(message, kind);
    if (first === undefined || message.length <= first) return undefined;
    const head = message.frame(first).subarray(0, 40);
    const match = /^[^#]*#(\d+)#/.exec(Buffer.from(head).toString('latin1'));
    const entry = match === null ? undefined : this.entries[Number(match[1])];
    if (entry === undefined) return undefined;
    const left = message.length - first;
    if (left > 2 || (left === 2 && message.text(first + 1) !== tail(entry.id))) return undefined;
    return { entry, envelope: [...message].slice(0, first) };
  }

  of(socket: SocketState): Entry[] {
    return this.entries.filter(({ from }) => from === socket);
  }
}

function tail(id: number): string {
  return `end of ${id}`;
}

/** How many frames of a message that came are envelope; undefined when it has none. */
function envelopeLength(message: Message, kind: TypePromises['envelope']): number | undefined {
  if (kind === 'none') return 0;
  if (kind === 'routing id') return 1;
  const delimiter = [...message].findIndex((frame) => frame.byteLength === 0);
  return delimiter < 0 ? undefined : delimiter + 1;
}
