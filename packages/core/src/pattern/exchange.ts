/**
 * The order in which a socket type may send and receive (RFC 28: REQ and REP alternate strictly).
 *
 * The rules stand above the engine, so that every engine refuses the same things with the same words, and none is
 * ever asked for something it would hang on.
 */
export interface Exchange {
  /** Takes note of a send and returns true, or returns false when a send is out of order. */
  beginSend(): boolean;
  /** The send that was begun last was not carried out. */
  failSend(): void;
  /** What must come before the next send; the text of the event `ignored`. */
  readonly sendExpectation: string;
  /** Why a receive is out of order now, or undefined when it is in order. */
  receiveRefusal(): string | undefined;
  /** Whether a message may be handed to the application now. */
  mayDeliver(): boolean;
  /** A message was handed to the application. */
  delivered(): void;
  /** The connection over which the pending request was sent was lost. */
  requestLost?(): void;
}
