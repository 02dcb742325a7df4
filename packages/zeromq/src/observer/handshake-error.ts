import type { HandshakeFailedEvent, HandshakeRule } from '@zeromq-ts/core';
import { errnoError, translated } from '../errors/errno-error.js';
import type { AuthError, ErrnoError, Event, ProtoError } from './events.js';

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  300: 'Temporary error',
  400: 'Authentication failure',
  500: 'Internal error',
};

/** The event of a failed handshake: by a rule of the protocol, by an authenticator, or otherwise. */
export function handshakeError(address: string, event: HandshakeFailedEvent): Event {
  const { rule, status, error } = event;
  if (rule !== undefined) return { type: 'handshake:error:protocol', address, error: protocolError(rule) };
  if (status !== undefined) {
    const refusal = new Error(STATUS_TEXTS[status] ?? 'Unknown error', { cause: error }) as AuthError;
    refusal.status = status as AuthError['status'];
    return { type: 'handshake:error:auth', address, error: refusal };
  }
  const other = error === undefined ? errnoError('EPROTO') : translated(error);
  return { type: 'handshake:error:other', address, error: other as ErrnoError };
}

function protocolError(rule: HandshakeRule): ProtoError {
  const error = new Error(`${rule.startsWith('ERR_ZAP_') ? 'ZAP' : 'ZMTP'} protocol error`) as ProtoError;
  error.code = rule;
  return error;
}
