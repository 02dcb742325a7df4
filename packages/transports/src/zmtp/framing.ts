/*
 * What stands between the bytes of a connection and its messages. A framing other than that of RFC 37, such as frames in
 * WebSocket messages, has a source and an output of its own, and shares the rest:
 *
 *   bytes ──> FrameSource ──frames──> MessageAssembler ──messages, commands──>     (both: MessageDecoder)
 *   bytes <── FrameOutput <──frames── MessageEncoder   <──messages, commands──
 */

/** What a frame source calls. `MessageAssembler` is one. */
export interface FrameEvents {
  /**
   * A whole frame. Its body lies in a block, from `start` to `end`; one of more than `MAX_SHARED_FRAME_BYTES` shares
   * it with no other frame. Nothing more is written there.
   *
   * @param flags - MORE or COMMAND, or 0.
   * @returns false to stop: no frame follows before `resume`.
   * @throws ProtocolError when the connection has to be closed.
   */
  frame(flags: number, block: Buffer, start: number, end: number): boolean;
  /**
   * A frame of more than `MAX_SHARED_FRAME_BYTES` begins. Nothing has been allocated for it.
   *
   * @throws ProtocolError when it is not accepted.
   */
  frameBegins(size: number): void;
  /** A heartbeat of the framing itself. RFC 37 has none: there, it is a command. */
  ping(context: Buffer): void;
  /** The answer to one. */
  pong(context: Buffer): void;
  /**
   * The peer has said, in the framing, that nothing follows. RFC 37 cannot say it: there, the stream ends.
   *
   * @param reason - Why, when something was wrong.
   */
  closed(reason: Error | undefined): void;
}

/** Takes the bytes of a peer apart into frames, after its handshake; sans I/O. `FrameReader` is one. */
export interface FrameSource {
  /** Whether the peer is in the middle of a frame. */
  readonly midFrame: boolean;
  /** Whether nothing more is taken, after an error or `abandon`. */
  readonly failed: boolean;
  /** How much has been received of a large body that is not complete, in bytes. */
  readonly gatheredBytes: number;
  /** Where the next bytes of the peer are best written to; `undefined`: anywhere, for `push`. */
  readonly destination: Buffer | undefined;
  /**
   * Takes bytes of the peer. Nothing of the chunk is kept: it may be written to again.
   *
   * @returns false after a stop; the rest waits for `resume`.
   * @throws ProtocolError when the connection has to be closed.
   */
  push(chunk: Buffer): boolean;
  /** This number of bytes has been written to the destination. @returns, and throws, what `push` does. */
  arrived(count: number): boolean;
  /** Stops after the frame under way, as when an event returns false: for events to call. */
  stop(): void;
  /** Goes on with the bytes that are kept. @returns, and throws, what `push` does. */
  resume(): boolean;
  /** Releases everything that has been received. Nothing more is taken. */
  abandon(): void;
}

/**
 * Makes the frame source of one connection.
 *
 * @param limit - The largest body of a frame to accept, in bytes.
 * @param mayGoOn - To be called after each block of some KiB; returns false to stop: no frame follows before `resume`.
 */
export type CreateFrameSource = (limit: number, events: FrameEvents, mayGoOn: () => boolean) => FrameSource;

/** Takes the frames of one side of a connection, in order. What it does with them is a matter of the framing. */
export interface FrameSink {
  /** One frame of text, as UTF-8. @param flags - COMMAND, or 0. */
  text(flags: number, text: string): void;
  /**
   * One frame. A large body is not copied: it must not be modified before it has been written.
   *
   * @param flags - COMMAND, or 0.
   * @param owned - Whether the body belongs to the caller, not to the application. Default false.
   * @throws when the body cannot be read. Nothing of the frame is taken then.
   */
  bytes(flags: number, body: Uint8Array, owned?: boolean): void;
  /**
   * The frames of a message of several.
   *
   * @param flags - Those of all frames but the last: MORE, or 0 for frames that contain their flags encrypted.
   * @param owned - Whether the bodies belong to the caller, not to the application. Default false.
   * @throws when a body cannot be read. None of the frames is taken then.
   */
  frames(flags: number, frames: readonly (string | Uint8Array)[], owned?: boolean): void;
}

/** What a frame output has made of frames. */
export interface Taken {
  /** In the order in which they are to be written. */
  readonly pieces: readonly Buffer[];
  /** The slabs that small frames among them lie in: for the pool, once all is written. */
  readonly slabs: Buffer[];
  /** Messages that are not among the pieces: a buffer of theirs was detached or shrunk after they were encoded. */
  readonly unreadable: number;
}

/** Makes bytes for a peer out of frames, after the handshake; sans I/O. `FrameWriter` is one. */
export interface FrameOutput extends FrameSink {
  /** Bytes that wait to be taken. */
  readonly pendingBytes: number;
  /** Whether a large body waits that lies in a buffer of the application. */
  readonly borrows: boolean;
  /** Hands over everything written so far, to be written in one go. */
  take(): Taken;
  /** A heartbeat of the framing itself, where it has one. Without it, a PING command is sent. */
  ping?(): void;
  /** The answer to one. Without it, a PONG command is sent. @param context - That of the PING. */
  pong?(context: Uint8Array): void;
}
