import type { OnReadOpts, Socket as NetSocket } from 'node:net';
import { Socket } from 'node:net';
import type { ByteSink, ByteSource } from '../stream/byte-stream.js';
import { MAX_READ_BYTES } from '../stream/byte-stream.js';
import { noteBytesReceived } from './glibc-trim-threshold.js';
import { writeQueueSize } from './write-queue-size.js';

/**
 * The maximum number of bytes that are read and discarded after the end of a connection. A peer that does not read does
 * not notice the end, and would continue to send messages that are not received. Data that it sent before it could
 * notice the end is usually less.
 */
const MAX_DISCARDED_BYTES = 2 ** 20;

/**
 * Whether reads can use a given buffer. Other runtimes than Node allocate their own chunks, and on Windows a read is
 * started, with its memory, before there is data.
 */
const IN_PLACE =
  process.platform !== 'win32' && process.versions['bun'] === undefined && process.versions['deno'] === undefined;

/** All connections are read into the same memory, one after the other: what has come is taken apart in the same step. */
const shared = IN_PLACE ? Buffer.allocUnsafeSlow(MAX_READ_BYTES) : undefined;

/**
 * Reads a connection without making memory for each read: that, and giving it back, would cost more than the read.
 *
 * ```
 *   system ── read ──> memory of all connections ── bytes ──> sink, which copies what it keeps
 *             └──────> destination ─────────────── arrived ──> sink: the rest of a large body, where it belongs
 * ```
 */
export class SocketReader implements ByteSource {
  #sink: ByteSink | undefined;
  /** The socket reads into buffers of its own, and may have some of them unread. */
  #inChunks = false;
  #destination: Buffer | undefined;
  #discardedBytes = 0;

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
    this.#inChunks = true;
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

  /** Hands on what has been read before this reader was there. */
  first(bytes: Buffer): void {
    if (bytes.byteLength > 0) this.#sink?.bytes(bytes);
  }

  // Node closes a connection right after a failed write, and discards unread data that the system has received.
  takeRest(failed: object): NetSocket | undefined {
    const handle: { useUserBuffer?: unknown } | null | undefined = Reflect.get(failed, '_handle');
    if (shared === undefined || typeof handle?.useUserBuffer !== 'function') return undefined;
    // What the socket itself has buffered would be left out, and reading would go on in the middle of a frame.
    if (this.#inChunks) return undefined;
    Reflect.set(failed, '_handle', null);
    const options = { handle, allowHalfOpen: true, pauseOnCreate: true, ...this.options };
    return new Socket(options);
  }

  unsentBytes(stream: object): number {
    return writeQueueSize(stream);
  }

  #chunksOf(socket: NetSocket): (chunk: Buffer) => void {
    return (chunk) => {
      noteBytesReceived(chunk.byteLength);
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
    noteBytesReceived(count);
    if (this.#destination === undefined) this.#sink.bytes((shared as Buffer).subarray(0, count));
    else this.#sink.arrived?.(count);
    return true;
  };
}
