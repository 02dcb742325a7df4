import { ZMQError } from '@zeromq-ts/core/spi';
import type { Command } from './command.js';

/** The decision of an authenticator, in the numbers of ZAP (RFC 27). */
export interface RefusalReason {
  readonly status: number;
  readonly reason: string;
  readonly cause?: unknown;
}

/**
 * The peer broke the protocol, or is refused: its connection is closed. Thrown by security mechanisms.
 *
 * The code is `EPROTO`, or `EACCES` when an authenticator has refused the peer.
 *
 * @example
 * ```ts
 * import { errorCommand, ProtocolError } from '@zeromq-ts/transports/zmtp';
 *
 * const error = new ProtocolError('The peer showed a wrong token.', errorCommand('wrong token'));
 * console.log(error.code, error.reply?.name); // EPROTO ERROR
 * ```
 */
export class ProtocolError extends ZMQError {
  /** What is sent to the peer before the connection is closed: an ERROR command. `undefined`: nothing. */
  readonly reply: Command | undefined;
  /** What an authenticator has decided, here or at the peer, if it was one. */
  readonly refusal: RefusalReason | undefined;

  constructor(message: string, reply?: Command, refusal?: RefusalReason) {
    super(refusal === undefined ? 'EPROTO' : 'EACCES', message, { cause: refusal?.cause });
    this.reply = reply;
    this.refusal = refusal;
  }
}
