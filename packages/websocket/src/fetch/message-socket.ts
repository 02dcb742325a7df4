/** The WebSocket of a runtime, on the side of the server: what is used of it. */
export interface MessageSocket {
  /** Bytes that the runtime has not handed to the system. */
  readonly bufferedBytes: number;
  send(payload: Uint8Array): void;
  /** Sends CLOSE. */
  close(code: number, reason: string): void;
  /** Sends a PING, where the runtime lets a program do so. Of its PONG, the connection is notified. */
  ping?(): void;
  /** Ends the connection at once. */
  terminate(): void;
}
