import { ProtocolError } from '../protocol-error.js';

export function outOfTurn(expected: string): ProtocolError {
  return new ProtocolError(`The peer sent another command where ${expected} was due.`).of(
    'ERR_ZMTP_UNEXPECTED_COMMAND',
  );
}

export function malformed(command: 'HELLO' | 'WELCOME' | 'INITIATE' | 'READY'): ProtocolError {
  return new ProtocolError(`The peer sent a CURVE ${command} of a wrong length, version or padding.`).of(
    `ERR_ZMTP_MALFORMED_COMMAND_${command}`,
  );
}

export function cannotOpen(command: string, why: string): ProtocolError {
  return new ProtocolError(`The peer sent a CURVE ${command} that cannot be opened. ${why}`).of(
    'ERR_ZMTP_CRYPTOGRAPHIC',
  );
}

export function badVouch(why: string): ProtocolError {
  return new ProtocolError(`The peer sent a CURVE INITIATE with a vouch that is none: ${why}.`).of(
    'ERR_ZMTP_KEY_EXCHANGE',
  );
}

/** A key with which everybody would share the same secret. */
export function lowOrder(what: string): ProtocolError {
  return new ProtocolError(`CURVE cannot be spoken with ${what}: it is of low order, and protects nothing.`).of(
    'ERR_ZMTP_CRYPTOGRAPHIC',
  );
}
