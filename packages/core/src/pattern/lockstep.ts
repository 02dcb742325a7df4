import type { ZMQError } from '../errors/zmq-error.js';
import type { ResolvedFrom } from '../options/option-rule.js';
import type { ResolvedOptions } from '../options/resolve-options.js';

/**
 * The order in which a socket type may send and receive (RFC 28: REQ and REP alternate strictly).
 *
 * The rules stand above the engine, so that every engine refuses the same things with the same words, and none is
 * ever asked for something it would hang on.
 */
export interface SendReceiveState {
  /** Whether sends and receives that are out of order wait for their turn. Absent: they do not. */
  readonly waits?: boolean;
  /** Takes note of a send and returns true, or returns false when a send is out of order. */
  beginSend(): boolean;
  /** Whether a send is in order now. Absent: not known, which counts as true. */
  maySend?(): boolean;
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
  /** Whether a request was sent, or received, and its reply was not yet. Absent: it is not known. */
  readonly pending?: boolean;
}

/** What an exchange is given when it is created. Nothing of it may be used before the socket is there. */
export interface SendReceiveHost<Rules = {}> {
  /** As they are now: an option may be changed while the socket lives. */
  readonly options: ResolvedOptions & ResolvedFrom<Rules>;
  /** How many sends that have begun wait for room. */
  readonly waitingSends: number;
  /** Abandons the pending request, so that a late reply to it is not taken for one to the next. */
  abandonRequest(): void;
  /** Rejects the receives that wait. */
  failReceives(error: ZMQError): void;
}
