/**
 * The byte stream under a connection: all that this folder needs of it once it is connected. A `net.Socket` of Node is one.
 *
 * Bytes that are received do not pass through it: a `SocketReader` passes them on.
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
