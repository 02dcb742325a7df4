/** A message to be sent. */
export interface InputMessage {
  readonly frames: readonly Uint8Array[];
  /** Of a ROUTER: for which peer. */
  readonly routingId?: Uint8Array | undefined;
}
