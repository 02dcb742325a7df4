import type { OnReadOpts, Socket } from 'node:net';
import { ignore } from '../stream/graceful-close.js';
import { SocketReader } from './socket-reader.js';
import { clearTimeout, nextTick, setTimeout } from '@zeromq-ts/core/spi';

/** Begins a connection to one address, with these options. Both ends of it are closed on their own (`allowHalfOpen`). */
export type OpenConnection = (options: { onread?: OnReadOpts }) => Socket;

/** What came of it. */
export interface RaceWatcher {
  connected(socket: Socket, source: SocketReader): void;
  /** No address can be reached. @param cause - Why the first cannot; `undefined` when it has not answered. */
  failed(cause: Error | undefined): void;
}

/** An address that has not answered for so long is not waited for any longer before the next one is tried as well. */
const STAGGER_MS = 250;
/** So long after the last of several was tried, all are given up: by then the first may be there again. */
const MAX_SILENCE_MS = 3500;

/**
 * Connects to the first of several addresses that answers (RFC 8305, "Happy Eyeballs", section 5). They are tried in
 * turn, the next one when the one before has failed, or has been silent for a moment; those that are silent are not given
 * up for that. With one address, the system alone decides how long to wait.
 */
export class ConnectionRace {
  readonly #candidates: readonly OpenConnection[];
  readonly #watcher: RaceWatcher;
  readonly #running = new Set<Socket>();
  #begun = 0;
  #cause: Error | undefined;
  #timer: NodeJS.Timeout | undefined;
  #over = false;

  constructor(candidates: readonly OpenConnection[], watcher: RaceWatcher) {
    this.#candidates = candidates;
    this.#watcher = watcher;
  }

  begin(): void {
    this.#next();
  }

  /** Ends all connections in progress. Nothing more is reported. */
  abort(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    for (const socket of this.#running) socket.destroy();
    this.#running.clear();
  }

  #next(): void {
    clearTimeout(this.#timer);
    const open = this.#candidates[this.#begun++];
    if (open === undefined) {
      if (this.#running.size === 0) this.#fail();
      return;
    }
    if (this.#candidates.length > 1) this.#wait();
    const source = new SocketReader();
    let socket: Socket;
    try {
      socket = open(source.options);
    } catch (cause) {
      nextTick(() => this.#lost(undefined, cause as Error));
      return;
    }
    this.#running.add(socket);
    socket.on('error', ignore);
    const lost = (cause: Error): void => this.#lost(socket, cause);
    socket.once('error', lost);
    socket.once('connect', () => {
      socket.off('error', lost);
      this.#won(socket, source);
    });
    socket.unref();
  }

  #wait(): void {
    const isLast = this.#begun >= this.#candidates.length;
    const act = isLast ? (): void => this.#fail() : (): void => this.#next();
    this.#timer = setTimeout(act, isLast ? MAX_SILENCE_MS : STAGGER_MS).unref();
  }

  #won(socket: Socket, source: SocketReader): void {
    if (this.#over) return;
    this.#running.delete(socket);
    this.abort();
    this.#watcher.connected(socket, source);
  }

  #lost(socket: Socket | undefined, cause: Error): void {
    if (this.#over) return;
    this.#cause ??= cause;
    if (socket !== undefined) this.#running.delete(socket);
    if (this.#begun < this.#candidates.length || this.#running.size === 0) this.#next();
  }

  #fail(): void {
    if (this.#over) return;
    this.abort();
    this.#watcher.failed(this.#cause);
  }
}
