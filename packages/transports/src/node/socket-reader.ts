import type { OnReadOpts, Socket as NetSocket } from 'node:net';
import { Socket } from 'node:net';

/** The maximum size of a read, unless the sink provides a buffer. */
export const READ = 65_536;

/**
 * The maximum number of bytes that are read and discarded after the end of a connection. A peer that does not read does
 * not notice the end, and would continue to send messages that are not received. Data that it sent before it could
 * notice the end is usually less.
 */
const MAX_DISCARDED_BYTES = 2 ** 20;

/** Who is given what comes. */
export interface ByteSink {
  /** @param chunk - Bytes that are there until this call is over, and then written over. */
  bytes(chunk: Buffer): void;
  /** Where the next bytes are best read into; `undefined` where it makes no difference. */
  destination?(): Buffer | undefined;
  /** This number of bytes has been read into the destination. */
  arrived?(count: number): void;
}

/**
 * Whether reads can use a given buffer. Other runtimes than Node allocate their own chunks, and on Windows a read is
 * started, with its memory, before there is data.
 */
const IN_PLACE =
  process.platform !== 'win32' && process.versions['bun'] === undefined && process.versions['deno'] === undefined;

/** All connections are read into the same memory, one after the other: what has come is taken apart in the same step. */
const shared = IN_PLACE ? Buffer.allocUnsafeSlow(READ) : undefined;

/**
 * Reads a connection without making memory for each read: that, and giving it back, would cost more than the read.
 *
 * ```
 *   system ── read ──> memory of all connections ── bytes ──> sink, which copies what it keeps
 *             └──────> destination ─────────────── arrived ──> sink: the rest of a large body, where it belongs
 * ```
 */
export class SocketReader {
  #sink: ByteSink | undefined;
  #destination: Buffer | undefined;
  #discardedBytes = 0;

  /** Sets the sink of received bytes; without one, some bytes are discarded, and then reading is paused. */
  feed(sink: ByteSink | undefined): void {
    this.#sink = sink;
    this.#destination = undefined;
  }

  /** For `net.connect`. */
  get options(): { onread?: OnReadOpts } {
    return shared === undefined ? {} : { onread: { buffer: this.#place, callback: this.#onRead } };
  }

  /** Reads a connection that was made with the options. */
  of(socket: NetSocket): void {
    if (shared === undefined) socket.on('data', this.#chunksOf(socket));
  }

  /** Reads a connection that gives what it reads in chunks of its own. */
  readChunks(socket: NetSocket): void {
    socket.on('data', this.#chunksOf(socket));
  }

  /**
   * Takes over a connection that a server has accepted, paused, and has read nothing of.
   *
   * @returns the connection, to be used instead: `net.Server` has no option `onread` to hand on.
   */
  takeOver(accepted: NetSocket): NetSocket {
    // What a socket of Node stands on; a socket can be made on one, too. Neither is documented.
    const handle: { useUserBuffer?: unknown } | null | undefined = Reflect.get(accepted, '_handle');
    if (shared === undefined || typeof handle?.useUserBuffer !== 'function') {
      accepted.on('data', this.#chunksOf(accepted)).resume();
      return accepted;
    }
    Reflect.set(accepted, '_handle', null);
    accepted.destroy();
    const options = { handle, allowHalfOpen: accepted.allowHalfOpen, ...this.options };
    return new Socket(options);
  }

  /**
   * Takes over a connection on which a write has failed, in the callback of that write: Node closes it right after, and
   * discards unread data that the system has received.
   *
   * @returns the connection, to be read from instead, paused; nothing where Node's handle cannot be taken.
   */
  takeRest(failed: object): NetSocket | undefined {
    const handle: { useUserBuffer?: unknown } | null | undefined = Reflect.get(failed, '_handle');
    if (shared === undefined || typeof handle?.useUserBuffer !== 'function') return undefined;
    Reflect.set(failed, '_handle', null);
    const options = { handle, allowHalfOpen: true, pauseOnCreate: true, ...this.options };
    return new Socket(options);
  }

  #chunksOf(socket: NetSocket): (chunk: Buffer) => void {
    return (chunk) => {
      if (this.#sink !== undefined) this.#sink.bytes(chunk);
      else if (!this.#discards(chunk.byteLength)) socket.pause();
    };
  }

  /** @returns whether more may be thrown away. */
  #discards(count: number): boolean {
    this.#discardedBytes += count;
    return this.#discardedBytes <= MAX_DISCARDED_BYTES;
  }

  readonly #place = (): Buffer => {
    this.#destination = this.#sink?.destination?.();
    return this.#destination ?? (shared as Buffer);
  };

  readonly #onRead = (count: number): boolean => {
    if (this.#sink === undefined) return this.#discards(count);
    if (this.#destination === undefined) this.#sink.bytes((shared as Buffer).subarray(0, count));
    else this.#sink.arrived?.(count);
    return true;
  };
}
