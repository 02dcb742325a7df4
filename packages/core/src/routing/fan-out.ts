import type { DropReason } from '../events/events.js';
import type { Outgoing } from '../message/input.js';
import type { Pipe } from './pipe.js';
import { dropReasonOf } from './send-failure.js';

/** The place of a pipe in a {@link FanOut}. */
export class FanOutMember {
  readonly pipe: Pipe;
  /** Where it stands; -1 once it has left. */
  index: number;

  constructor(pipe: Pipe, index: number) {
    this.pipe = pipe;
    this.index = index;
  }
}

/** A listener for dropped messages; a `RoutingHost` is one. */
export interface DropListener {
  dropped(reason: DropReason, count: number, pipe?: Pipe): void;
}

/**
 * How a socket sends one message to many (RFC 29): those that shall get it are marked, each once however often, and
 * then it is written to all of them.
 *
 * ```
 *   [ a  b  c | d  e  f ]
 *     marked
 * ```
 */
export class FanOut {
  readonly #members: FanOutMember[] = [];
  #marked = 0;

  add(pipe: Pipe): FanOutMember {
    const member = new FanOutMember(pipe, this.#members.length);
    this.#members.push(member);
    return member;
  }

  remove(member: FanOutMember): void {
    if (member.index < 0) return;
    if (member.index < this.#marked) this.#swap(member.index, --this.#marked);
    this.#swap(member.index, this.#members.length - 1);
    this.#members.pop();
    member.index = -1;
  }

  mark(member: FanOutMember): void {
    if (member.index < this.#marked) return;
    this.#swap(member.index, this.#marked++);
  }

  /** How many are marked. */
  get marked(): number {
    return this.#marked;
  }

  markAll(): void {
    this.#marked = this.#members.length;
  }

  /** Marks those that are not marked, and only those. */
  invert(): void {
    const first = this.#marked;
    this.#marked = 0;
    for (let index = first; index < this.#members.length; index++) this.#swap(index, this.#marked++);
  }

  unmark(): void {
    this.#marked = 0;
  }

  /** Whether one of those marked has no room. */
  get full(): boolean {
    for (let index = 0; index < this.#marked; index++) {
      if (!(this.#members[index] as FanOutMember).pipe.writable) return true;
    }
    return false;
  }

  /** Writes a message to those marked, and unmarks them. One that has no room, or takes no such message, misses it. */
  send(message: Outgoing, witness: DropListener): void {
    const marked = this.#marked;
    this.#marked = 0;
    // Over inproc a write can come back as the end of a pipe.
    for (let index = 0; index < marked && index < this.#members.length; index++) {
      const { pipe } = this.#members[index] as FanOutMember;
      if (!pipe.writable) {
        witness.dropped('full', 1, pipe);
        continue;
      }
      try {
        pipe.write(message);
      } catch (error) {
        witness.dropped(dropReasonOf(error), 1, pipe);
      }
    }
  }

  #swap(left: number, right: number): void {
    if (left === right) return;
    const members = this.#members;
    const first = members[left] as FanOutMember;
    const second = members[right] as FanOutMember;
    members[left] = second;
    members[right] = first;
    second.index = left;
    first.index = right;
  }
}
