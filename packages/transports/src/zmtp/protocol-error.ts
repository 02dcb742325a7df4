import { ZMQError } from '@zeromq-ts/core/spi';
import type { Command } from './command.js';

/** The decision of an authenticator, in the numbers of ZAP (RFC 27). */
export interface RefusalReason {
  readonly status: number;
  readonly reason: string;
  readonly cause?: unknown;
}

/** The peer broke the protocol, or does not fit: its connection has to be closed. */
export class ProtocolError extends ZMQError {
  /** What to send before closing: an ERROR command, where the RFC asks for one. */
  readonly reply: Command | undefined;
  /** What an authenticator has decided, here or at the peer, if it was one. */
  readonly refusal: RefusalReason | undefined;

  constructor(message: string, reply?: Command, refusal?: RefusalReason) {
    super(refusal === undefined ? 'EPROTO' : 'EACCES', message, { cause: refusal?.cause });
    this.reply = reply;
    this.refusal = refusal;
  }
}
