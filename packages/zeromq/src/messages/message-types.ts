/** A frame that was received. */
export type Message = Buffer;

/** What can be sent as a frame; numbers are sent as text, and `null` as an empty frame. */
export type MessageLike = ArrayBufferView | ArrayBuffer | SharedArrayBuffer | string | number | null;

/** What sockets that send have. */
export interface Writable<
  M extends MessageLike | MessageLike[] = MessageLike | MessageLike[],
  O extends [...object[]] = [],
> {
  /** Kept, and without effect. ZMQ_MULTICAST_HOPS */
  multicastHops: number;
  /** ZMQ_SNDBUF */
  sendBufferSize: number;
  /** Messages queued for each peer before `send` waits or drops; 0 for no limit. ZMQ_SNDHWM */
  sendHighWaterMark: number;
  /** Milliseconds after which a `send` that waits is given up; -1 for never. ZMQ_SNDTIMEO */
  sendTimeout: number;
  /**
   * Sends a message. One call at a time may wait.
   *
   * Buffers of more than 128 bytes must not be changed before the message has been handed over.
   *
   * @param message One frame, or an array of frames.
   * @returns Resolved when it is queued.
   * @throws Error with `code` and `errno`: `EAGAIN` after `sendTimeout`, `EBUSY` while another call waits, `EBADF` on a
   * closed socket.
   */
  send(message: M, ...options: O): Promise<void>;
}

type ReceiveType<T> = T extends { receive(): Promise<infer U> } ? U : never;

/** What sockets that receive have. */
export interface Readable<M extends object[] = Message[]> {
  /** ZMQ_RCVBUF */
  receiveBufferSize: number;
  /** Messages queued from each peer before no more are read; 0 for no limit. ZMQ_RCVHWM */
  receiveHighWaterMark: number;
  /** Milliseconds after which a `receive` that waits is given up; -1 for never. ZMQ_RCVTIMEO */
  receiveTimeout: number;
  /**
   * Receives a message, as an array of its frames. One call at a time may wait.
   *
   * @throws Error with `code` and `errno`: `EAGAIN` after `receiveTimeout`, `EBUSY` while another call waits, `EBADF` on a
   * closed socket.
   */
  receive(): Promise<M>;
  /** Receives messages until the socket is closed. */
  [Symbol.asyncIterator](): AsyncIterator<ReceiveType<this>, undefined>;
}
