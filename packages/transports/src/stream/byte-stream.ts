/**
 * The byte stream under a connection: all that this folder needs of it once it is connected. A `net.Socket` of Node is one.
 *
 * Bytes that are received do not pass through it: a {@link ByteSource} passes them on.
 */
export interface ByteStream {
  /** Bytes that were written and have not been passed to the system. */
  readonly writableLength: number;
  readonly writableEnded: boolean;
  readonly destroyed: boolean;
  /** Why it was destroyed, if an error was the reason. */
  readonly errored: Error | null;
  /** The address of the peer, where there is one and the stream is connected. */
  readonly remoteAddress?: string | undefined;
  /** @param written - Called when the system has the bytes, or with the error. */
  write(bytes: Uint8Array, written?: (error?: Error | null) => void): boolean;
  /** What is written until `uncork` leaves together. */
  cork(): void;
  uncork(): void;
  /** Stops reading, so that the system holds the peer back. */
  pause(): unknown;
  resume(): unknown;
  /** Ends writing, after these bytes if there are any: FIN follows. */
  end(): unknown;
  end(bytes: Uint8Array): unknown;
  /** Closes the connection at once. */
  destroy(): unknown;
  on<N extends keyof ByteStreamEvents>(event: N, listener: ByteStreamEvents[N]): unknown;
  once<N extends keyof ByteStreamEvents>(event: N, listener: ByteStreamEvents[N]): unknown;
  off<N extends keyof ByteStreamEvents>(event: N, listener: ByteStreamEvents[N]): unknown;
}

/** The events of a byte stream, as those of a `net.Socket`. */
export interface ByteStreamEvents {
  /** The peer has ended writing. */
  end: () => void;
  /** Everything has been written, after `end`. */
  finish: () => void;
  /** Writing may go on. */
  drain: () => void;
  error: (error: Error) => void;
  close: () => void;
}

/** Where the received bytes of a byte stream come from. */
export interface ByteSource {
  /** Sets the sink of received bytes; without one, some bytes are discarded, and then reading is paused. */
  feed(sink: ByteSink | undefined): void;
  /**
   * Takes over a stream on which a write has failed, in the callback of that write, with the bytes that the system has
   * received and that are not read.
   *
   * @returns the stream to read from instead, paused; `undefined` where that is not possible.
   */
  takeRest(failed: ByteStream): ByteStream | undefined;
  /** The bytes of the current write of the stream that the system has not accepted yet; 0 where this is not known. */
  unsentBytes(stream: object): number;
}

/** Who is given what comes. */
export interface ByteSink {
  /** @param chunk - Bytes that are there until this call is over, and then written over. */
  bytes(chunk: Buffer): void;
  /** Where the next bytes are best read into; `undefined` where it makes no difference. */
  destination?(): Buffer | undefined;
  /** This number of bytes has been read into the destination. */
  arrived?(count: number): void;
}

/** The maximum size of a read, unless the sink provides a buffer, in bytes. */
export const MAX_READ_BYTES = 65_536;
