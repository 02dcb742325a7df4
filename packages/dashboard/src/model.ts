import { type EventSnapshot, LATENCY_BOUNDS_MS, type ProcessSnapshot, type SocketSnapshot } from '@zeromq-ts/stats';
import type { EventRow, HistoryPoint, PageMessage, PeerRow, ProcessRow, SocketRow } from './page-message.js';
import { type PeerKeys, peerRows } from './peer-row.js';
import { Recent } from './recent.js';
import { socketRow, total } from './socket-row.js';
import type { Tail } from './tail.js';
import { VersionedRows, Versions } from './versioned-rows.js';

/** Points of the charts: five minutes, at one a second. */
const MAX_POINTS = 300;
const MAX_EVENTS = 500;
/** A process that has sent nothing for this number of its intervals has ended, or is stopped. */
const MAX_MISSED_SNAPSHOTS = 5;
/** And for at least so long. */
const MIN_SILENCE_MS = 5000;

/** How far a page is: what it has been sent. */
export interface Position {
  readonly version: number;
  readonly events: number;
  readonly points: number;
  readonly messages: number;
  /** The version of the state of the tail. */
  readonly tail: number;
}

const NOTHING: Position = { version: 0, events: 0, points: 0, messages: 0, tail: 0 };

/** What a page is sent, and where it is with that. */
export interface PageUpdate {
  readonly message: PageMessage;
  readonly position: Position;
}

/** A socket, and what it has in the tables. */
interface KnownSocket {
  readonly key: number;
  readonly snapshot: SocketSnapshot;
  readonly peers: PeerKeys;
}

/** A process that exposes its figures, and what it has in the tables. */
interface Known {
  readonly key: number;
  readonly snapshot: ProcessSnapshot;
  /** When the snapshot came, by the clock of this process. */
  readonly heard: number;
  /** By their numbers. */
  readonly sockets: ReadonlyMap<number, KnownSocket>;
}

/** What all processes have said, as tables of rows. */
export class Model {
  readonly #versions = new Versions();
  readonly #processes = new VersionedRows<ProcessRow>(this.#versions);
  readonly #sockets = new VersionedRows<SocketRow>(this.#versions);
  readonly #peers = new VersionedRows<PeerRow>(this.#versions);
  readonly #events = new Recent<EventRow>(MAX_EVENTS);
  readonly #history = new Recent<HistoryPoint>(MAX_POINTS);
  /** By what its snapshots come from: there is one process at each place. */
  readonly #known = new Map<string, Known>();
  readonly #tail: Tail | undefined;
  #keys = 0;
  readonly #newKey = (): number => ++this.#keys;

  /** @param tail What is shown of messages; it has nothing to do with the tables, and goes to the pages with them. */
  constructor(tail?: Tail) {
    this.#tail = tail;
  }

  /** Rows of the tables now. */
  get processes(): Iterable<ProcessRow> {
    return this.#processes;
  }

  get sockets(): Iterable<SocketRow> {
    return this.#sockets;
  }

  /** Where a page is that has everything. */
  get #position(): Position {
    return {
      version: this.#versions.current,
      events: this.#events.count,
      points: this.#history.count,
      messages: this.#tail?.count ?? 0,
      tail: this.#tail?.version ?? 0,
    };
  }

  /**
   * Takes a snapshot in the place of the one before.
   *
   * @param source What the snapshot came from: a process cannot speak for another one.
   */
  update(source: string, snapshot: ProcessSnapshot, now: number): void {
    // Who comes to the same place later is another one.
    if (this.#known.get(source)?.snapshot.started !== snapshot.started) this.#forget(source, now);
    const known = this.#known.get(source);
    if (known === undefined) this.#happened({ name: 'process-seen', time: now }, snapshot);
    const process = known?.key ?? this.#newKey();
    const rows: SocketRow[] = [];
    const sockets = new Map<number, KnownSocket>();
    for (const socket of snapshot.sockets) {
      const old = known?.sockets.get(socket.id);
      const key = old?.key ?? this.#newKey();
      const row = socketRow(key, process, snapshot, socket, known?.snapshot);
      rows.push(row);
      this.#sockets.set(row);
      const peers = this.#updatePeers(row, socket, old?.peers);
      for (const event of newEvents(socket, old?.snapshot)) this.#happened(event, snapshot, socket);
      sockets.set(socket.id, { key, snapshot: socket, peers });
    }
    for (const [id, old] of known?.sockets ?? []) if (!sockets.has(id)) this.#forgetSocket(old);
    this.#known.set(source, { key: process, snapshot, heard: now, sockets });
    this.#processes.set(processRow(process, source, snapshot, rows));
  }

  /** Adds a point to the charts, and takes away who has been silent for long. */
  tick(now: number): void {
    for (const [source, { heard, snapshot }] of this.#known) {
      if (now - heard >= Math.max(MIN_SILENCE_MS, snapshot.interval * MAX_MISSED_SNAPSHOTS)) this.#forget(source, now);
    }
    const point = { time: now, inRate: 0, outRate: 0, inBytesRate: 0, outBytesRate: 0, droppedRate: 0 };
    for (const row of this.#sockets) {
      point.inRate += row.inRate;
      point.outRate += row.outRate;
      point.inBytesRate += row.inBytesRate;
      point.outBytesRate += row.outBytesRate;
      point.droppedRate += row.droppedRate;
    }
    this.#history.add(point);
  }

  /** What has changed since a page was at `position`; `undefined` for nothing. Without a position: everything. */
  since(position: Position | undefined, now: number): PageUpdate | undefined {
    const { version, events, points, messages, tail } = position ?? NOTHING;
    const tables = [this.#processes, this.#sockets, this.#peers];
    if (version > 0 && !tables.every((table) => table.remembers(version))) return this.since(undefined, now);
    const reset = position === undefined;
    const current = this.#position;
    if (!reset && (Object.keys(NOTHING) as (keyof Position)[]).every((name) => position[name] === current[name])) {
      return undefined;
    }
    const message: PageMessage = {
      reset,
      now,
      processes: this.#processes.changedSince(version),
      sockets: this.#sockets.changedSince(version),
      peers: this.#peers.changedSince(version),
      gone: reset ? [] : tables.flatMap((table) => table.goneSince(version)),
      events: this.#events.since(events),
      history: this.#history.since(points),
      messages: this.#tail?.since(messages) ?? [],
      tail: current.tail === tail ? null : (this.#tail?.state ?? null),
      latencyBounds: reset ? LATENCY_BOUNDS_MS : [],
    };
    return { message, position: current };
  }

  #forget(source: string, now: number): void {
    const known = this.#known.get(source);
    if (known === undefined) return;
    for (const socket of known.sockets.values()) this.#forgetSocket(socket);
    this.#known.delete(source);
    this.#processes.delete(known.key);
    this.#happened({ name: 'process-gone', time: now }, known.snapshot);
  }

  #forgetSocket({ key, peers }: KnownSocket): void {
    this.#sockets.delete(key);
    for (const peer of peers.values()) this.#peers.delete(peer);
  }

  #updatePeers(row: SocketRow, socket: SocketSnapshot, old: PeerKeys | undefined): PeerKeys {
    const { rows, keys } = peerRows(row, socket, old, this.#newKey);
    for (const peer of rows) this.#peers.set(peer);
    for (const [name, peer] of old ?? []) if (!keys.has(name)) this.#peers.delete(peer);
    return keys;
  }

  #happened(event: EventSnapshot, { pid, name: processName }: ProcessSnapshot, socket?: SocketSnapshot): void {
    const { name, time, endpoint = '', address = '', reason = '' } = event;
    this.#events.add({
      number: this.#events.count + 1,
      time,
      name,
      processName,
      pid,
      socketType: socket?.type ?? '',
      socketId: socket?.id ?? null,
      endpoint,
      address,
      reason,
    });
  }
}

/** The events since the snapshot before, as far as they are described. */
function newEvents(
  { events, recentEvents }: SocketSnapshot,
  old: SocketSnapshot | undefined,
): readonly EventSnapshot[] {
  const count = total(events) - total(old?.events ?? {});
  return count > 0 ? recentEvents.slice(-count) : [];
}

function processRow(
  key: number,
  exposedAt: string,
  snapshot: ProcessSnapshot,
  sockets: readonly SocketRow[],
): ProcessRow {
  const { pid, thread, name, runtime, started, otherSockets } = snapshot;
  const sum = (value: (row: SocketRow) => number): number =>
    Math.round(sockets.reduce((all, row) => all + value(row), 0) * 10) / 10;
  return {
    key,
    exposedAt,
    pid,
    thread,
    name,
    runtime,
    started,
    sockets: sockets.length + otherSockets,
    otherSockets,
    peers: sum(({ peers }) => peers),
    inRate: sum(({ inRate }) => inRate),
    outRate: sum(({ outRate }) => outRate),
  };
}
