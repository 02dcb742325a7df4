/** What the exchanges ask of their socket: whether the send that was begun still waits for its turn or for room. */
export interface SendQueue {
  readonly waiting: number;
}

export const NO_SENDS: SendQueue = { waiting: 0 };
