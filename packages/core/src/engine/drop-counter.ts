import type { DropReason, PeerInfo } from '../events/events.js';
import type { SocketCounters } from './socket-counters.js';
import { clearTimeout, queueMicrotask, setTimeout, unref } from '../runtime/timers.js';

/** The event `dropped` is raised at most this often for each reason and peer, in milliseconds. */
const REPORT_INTERVAL_MS = 100;

/** Drops of one peer, or of none in particular. */
interface Untold {
  readonly endpoint: string | undefined;
  readonly peer: PeerInfo | undefined;
  readonly counts: Map<DropReason, number>;
}

/** Reports messages that were dropped. */
export type TellDrops = (
  reason: DropReason,
  count: number,
  endpoint: string | undefined,
  peer: PeerInfo | undefined,
) => void;

/** Whose messages were dropped. */
export interface DroppingPeer {
  readonly endpoint: string;
  readonly peer: PeerInfo;
  readonly traffic: { drop(reason: DropReason, count: number): void };
}

/** Counts messages that are dropped, and says so, but not for each one: there may be a million of them in a second. */
export class DropCounter {
  readonly #traffic: SocketCounters;
  readonly #tell: TellDrops;
  /** By what is known of the peer. */
  readonly #untold = new Map<PeerInfo | undefined, Untold>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(traffic: SocketCounters, tell: TellDrops) {
    this.#traffic = traffic;
    this.#tell = tell;
  }

  /** @param pipe Whose messages they were, if that is known. */
  add(reason: DropReason, count: number, pipe?: DroppingPeer): void {
    if (count === 0) return;
    this.#traffic.dropped[reason] += count;
    pipe?.traffic.drop(reason, count);
    const { counts } = this.#untoldOf(pipe);
    counts.set(reason, (counts.get(reason) ?? 0) + count);
    if (this.#timer !== undefined) return;
    // The first drop is reported as soon as the current call has returned.
    queueMicrotask(this.flush);
    this.#timer = setTimeout(this.#resume, REPORT_INTERVAL_MS);
    unref(this.#timer);
  }

  /** Reports drops that have not been reported yet. */
  readonly flush = (): void => {
    for (const { endpoint, peer, counts } of this.#untold.values()) {
      for (const [reason, count] of counts) this.#tell(reason, count, endpoint, peer);
    }
    this.#untold.clear();
  };

  /** Tells the rest, and no more. */
  end(): void {
    clearTimeout(this.#timer);
    this.flush();
  }

  #untoldOf(pipe: DroppingPeer | undefined): Untold {
    const peer = pipe?.peer;
    let untold = this.#untold.get(peer);
    if (untold === undefined) {
      untold = { endpoint: pipe?.endpoint, peer, counts: new Map() };
      this.#untold.set(peer, untold);
    }
    return untold;
  }

  readonly #resume = (): void => {
    this.#timer = undefined;
    this.flush();
  };
}
