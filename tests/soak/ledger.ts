/** A time during which something was done to the network or to a process that may cost messages. */
export interface Harm {
  readonly kind: string;
  readonly from: number;
  to: number;
}

interface Checkpoint {
  readonly at: number;
  /** How many messages had been sent by then. */
  readonly count: number;
}

interface Arrival {
  readonly at: number;
  readonly first: number;
  readonly last: number;
}

/** What has become of the messages of one stream at one receiver. */
export interface StreamAccount {
  readonly stream: string;
  readonly receiver: string;
  readonly received: number;
  /** Lost while a connection or a process was harmed. */
  readonly lostByHarm: number;
  /** Missing without a harm: the sender must have counted them as dropped. */
  readonly missing: number;
  readonly duplicates: number;
}

/** After a harm is over, connections are made anew, with backoff, and heartbeats notice the last loss: milliseconds. */
export const RECOVERY_MS = 10_000;
/** How far apart the report of an event and the event may be: milliseconds. */
const REPORT_SLACK_MS = 1000;

/**
 * Where every message has gone.
 *
 * A stream is what one start of one process sends in one pattern, numbered from 0. A message is lost by harm if a harm
 * lies between the time it was sent and the time a later message of its stream arrived; TCP heals delay and
 * packet loss, so those are not harms. The library's own events excuse nothing.
 */
export class Ledger {
  readonly #sent = new Map<string, Checkpoint[]>();
  readonly #arrivals = new Map<string, Map<string, Arrival[]>>();
  readonly #harms: Harm[] = [];

  /** A harm begins; it goes on until `to` is set. */
  harm(kind: string): Harm {
    const harm: Harm = { kind, from: Date.now(), to: Infinity };
    this.#harms.push(harm);
    return harm;
  }

  sent(stream: string, count: number, at: number): void {
    let checkpoints = this.#sent.get(stream);
    if (checkpoints === undefined) this.#sent.set(stream, (checkpoints = []));
    if (checkpoints.at(-1)?.count !== count) checkpoints.push({ at, count });
  }

  received(stream: string, receiver: string, arrival: Arrival): void {
    let receivers = this.#arrivals.get(stream);
    if (receivers === undefined) this.#arrivals.set(stream, (receivers = new Map()));
    let arrivals = receivers.get(receiver);
    if (arrivals === undefined) receivers.set(receiver, (arrivals = []));
    const last = arrivals.at(-1);
    if (last !== undefined && last.last + 1 === arrival.first && last.at === arrival.at) {
      arrivals[arrivals.length - 1] = { at: last.at, first: last.first, last: arrival.last };
    } else {
      arrivals.push(arrival);
    }
  }

  /** How many messages of a stream have been sent, as far as reported. */
  countOf(stream: string): number {
    return this.#sent.get(stream)?.at(-1)?.count ?? 0;
  }

  /** The largest number of a stream that has arrived at a receiver; -1: none. */
  newestAt(stream: string, receiver: string): number {
    const arrivals = this.#arrivals.get(stream)?.get(receiver) ?? [];
    return arrivals.reduce((newest, { last }) => Math.max(newest, last), -1);
  }

  /** @param present The receivers that have not ended: only they owe the end of a stream that is theirs alone. */
  accounts(present: ReadonlySet<string>): StreamAccount[] {
    const accounts: StreamAccount[] = [];
    for (const [stream, receivers] of this.#arrivals) {
      if (!isPersonal(stream)) {
        accounts.push(this.#account(stream, 'any', [...receivers.values()].flat(), true));
        continue;
      }
      for (const [receiver, arrivals] of receivers) {
        accounts.push(this.#account(stream, receiver, arrivals, present.has(receiver)));
      }
    }
    return accounts;
  }

  #account(stream: string, receiver: string, arrivals: readonly Arrival[], toItsEnd: boolean): StreamAccount {
    const ordered = arrivals.toSorted((one, other) => one.first - other.first || one.last - other.last);
    // Broadcast streams begin, for a receiver, with the first message after its subscription.
    let next = isPersonal(stream) ? (ordered[0]?.first ?? 0) : 0;
    const account = { stream, receiver, received: 0, lostByHarm: 0, missing: 0, duplicates: 0 };
    for (const { first, last, at } of ordered) {
      if (first > next) this.#addGap(account, next, first, at);
      account.duplicates += Math.max(0, Math.min(last + 1, next) - first);
      account.received += last - first + 1;
      next = Math.max(next, last + 1);
    }
    const count = this.countOf(stream);
    if (toItsEnd && count > next) this.#addGap(account, next, count, Infinity);
    return account;
  }

  /** Numbers from `first` up to `end` (not included) did not arrive, though a later one did at `laterAt`. */
  #addGap(
    account: { stream: string; lostByHarm: number; missing: number },
    first: number,
    end: number,
    laterAt: number,
  ): void {
    const checkpoints = this.#sent.get(account.stream) ?? [];
    let from = first;
    // Those sent between two checkpoints share a time.
    for (const [index, { count }] of checkpoints.entries()) {
      if (count <= from) continue;
      const upTo = Math.min(count, end);
      const sentAt = checkpoints[index - 1]?.at ?? 0;
      if (this.#harmedBetween(sentAt, laterAt)) account.lostByHarm += upTo - from;
      else account.missing += upTo - from;
      from = upTo;
      if (from >= end) return;
    }
    account.lostByHarm += end - from;
  }

  #harmedBetween(sentAt: number, laterAt: number): boolean {
    return this.#harms.some(
      ({ from, to }) => from <= laterAt + REPORT_SLACK_MS && to + RECOVERY_MS >= sentAt - REPORT_SLACK_MS,
    );
  }
}

/** Whether each receiver gets the stream for itself, from where it came in, and nobody else makes up for it. */
function isPersonal(stream: string): boolean {
  return /^(pub|xpub|router)\//.test(stream);
}
