import type { HandshakeRule } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core/spi';
import type { Command } from './command.js';

/** The decision of an authenticator, in the numbers of ZAP (RFC 27). */
export interface RefusalReason {
  readonly status: number;
  readonly reason: string;
  readonly cause?: unknown;
  /** What the ZAP handler has broken, if it was that. */
  readonly rule?: HandshakeRule | undefined;
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
  /** Which rule was broken; `undefined` for a refusal. */
  rule: HandshakeRule | undefined;

  constructor(message: string, reply?: Command, refusal?: RefusalReason) {
    super(refusal === undefined ? 'EPROTO' : 'EACCES', message, { cause: refusal?.cause });
    this.reply = reply;
    this.refusal = refusal;
    this.rule = refusal === undefined ? 'ERR_ZMTP_UNSPECIFIED' : refusal.rule;
  }

  /** The same error, of a rule that libzmq has a name for. */
  of(rule: HandshakeRule): this {
    this.rule = rule;
    return this;
  }
}
