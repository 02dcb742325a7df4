import { ZMQError } from '@zeromq-ts/core/spi';

const BRAND = Symbol.for('@zeromq-ts/transports/ProtocolError');

/** The peer broke the protocol, or does not fit: its connection has to be closed. */
export class ProtocolError extends ZMQError {
  /** What to send before closing: an ERROR command, where the RFC asks for one. */
  readonly reply: Uint8Array | undefined;

  constructor(message: string, reply?: Uint8Array) {
    super('EPROTO', message);
    this.reply = reply;
  }

  static {
    Object.defineProperty(this.prototype, BRAND, { value: true });
  }

  // Without this, `instanceof` would be that of ZMQError.
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[BRAND] === true;
  }
}
