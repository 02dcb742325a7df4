import { ProtocolError } from '../protocol-error.js';

export function outOfTurn(expected: string): ProtocolError {
  return new ProtocolError(`The peer sent another command where ${expected} was due.`);
}

export function malformed(command: string): ProtocolError {
  return new ProtocolError(`The peer sent a CURVE ${command} of a wrong length, version or padding.`);
}

export function cannotOpen(command: string, why: string): ProtocolError {
  return new ProtocolError(`The peer sent a CURVE ${command} that cannot be opened. ${why}`);
}

export function badVouch(why: string): ProtocolError {
  return new ProtocolError(`The peer sent a CURVE INITIATE with a vouch that is none: ${why}.`);
}

/** A key with which everybody would share the same secret. */
export function lowOrder(what: string): ProtocolError {
  return new ProtocolError(`CURVE cannot be spoken with ${what}: it is of low order, and protects nothing.`);
}
