import type { Message } from '@zeromq-ts/core';
import type { SocketState } from './model.js';

/** A subscriber that must get a message, as long as its subscription has not changed since. */
export interface Due {
  readonly subscriber: SocketState;
  readonly epoch: number;
}

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
  /** The subscribers that must get it, unless it is counted as dropped. */
  readonly due: readonly Due[];
  /** `ignored`: the send resolved false. */
  state: 'waiting' | 'accepted' | 'ignored' | 'refused';
  readonly receivedBy: SocketState[];
}

export type NewEntry = Pick<Entry, 'from' | 'bytes'> & Partial<Pick<Entry, 'to' | 'topic' | 'answers' | 'due'>>;

/** The book of all messages: what was sent, what was said about it, and who has received it. */
export class Ledger {
  readonly entries: Entry[] = [];

  add({ from, bytes, to, topic, answers, due }: NewEntry): Entry {
    const entry: Entry = {
      id: this.entries.length,
      from,
      bytes,
      to,
      topic,
      answers,
      due: due ?? [],
      state: 'waiting',
      receivedBy: [],
    };
    this.entries.push(entry);
    return entry;
  }

  /** The frames by which a message is sent; `whole`: in one frame. Every other one has a second frame otherwise. */
  frames(entry: Entry, whole: boolean): (string | Uint8Array)[] {
    const head = `${entry.topic ?? ''}#${entry.id}#`;
    const body = entry.bytes <= head.length ? head : Buffer.alloc(entry.bytes, 'x');
    if (typeof body !== 'string') body.write(head);
    const frames = whole || entry.id % 2 === 0 ? [body] : [body, tail(entry.id)];
    return entry.to === undefined ? frames : [entry.to, ...frames];
  }

  /** Which message of the scenario this is; undefined when it is none, or not as it was sent. */
  find(message: Message, named: boolean): Entry | undefined {
    const first = named ? 1 : 0;
    if (message.length <= first) return undefined;
    const head = message.frame(first).subarray(0, 40);
    const match = /^[^#]*#(\d+)#/.exec(Buffer.from(head).toString('latin1'));
    const entry = match === null ? undefined : this.entries[Number(match[1])];
    if (entry === undefined) return undefined;
    const left = message.length - first;
    if (left > 2 || (left === 2 && message.text(first + 1) !== tail(entry.id))) return undefined;
    return entry;
  }

  of(socket: SocketState): Entry[] {
    return this.entries.filter(({ from }) => from === socket);
  }
}

function tail(id: number): string {
  return `end of ${id}`;
}
