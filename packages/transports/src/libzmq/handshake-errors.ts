import type { HandshakeRule } from '@zeromq-ts/core';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';
import type { NativeEvent } from './native-binding.js';

/**
 * The error of a handshake that libzmq reports as failed. @param refusal The answer of the authenticator of this side.
 */
export function handshakeError(event: NativeEvent, endpoint: string, refusal?: string): ZMQError {
  const cause = event.error;
  const what = cause === undefined ? 'no reason given' : cause.message;
  if (event.type === 'accept:error') {
    return new ZMQError(codeOf(event), `A connection to ${endpoint} could not be accepted: ${what}.`, {
      endpoint,
      cause,
    });
  }
  if (event.type === 'handshake:error:protocol') {
    const text = `The handshake at ${endpoint} failed: ${what}. The peer broke the protocol, or uses another security mechanism.`;
    return new ZMQError('EPROTO', text, { endpoint, cause });
  }
  if (event.type === 'handshake:error:auth') {
    const why =
      refusal === undefined
        ? `${what}. Check the keys, or the name and password, of the client, and that the server accepts them`
        : `the peer was refused: ${refusal}`;
    return new ZMQError('EACCES', `The handshake at ${endpoint} failed: ${why}.`, { endpoint, cause });
  }
  const text = `The connection at ${endpoint} ended before the handshake was completed: ${what}. The peer may not speak ZMTP.`;
  return new ZMQError(codeOf(event), text, { endpoint, cause });
}

/** The error of a connection that ended in the handshake without a reason: libzmq gives none when types do not fit. */
export function typesDoNotFit({ type, peers }: SocketTypeDefinition, endpoint: string): ZMQError {
  return new ZMQError(
    'EPROTO',
    `The connection at ${endpoint} ended in the handshake. Most likely, the socket types are not compatible: ` +
      `the peer of a ${type} is ${peers.length === 1 ? 'a' : 'one of'} ${peers.join(', ')}.`,
    { endpoint },
  );
}

/** Some connections end without an errno of their own; what is left in it then says nothing. */
function codeOf({ error }: NativeEvent): string {
  const code = error?.code ?? '';
  return code === '' || code === 'EAGAIN' || code === 'EINVAL' ? 'EPROTO' : code;
}

/** Which rule was broken: the binding gives it as the code of the error. */
export function handshakeRule({ type, error }: NativeEvent): HandshakeRule | undefined {
  const code = error?.code ?? '';
  return type === 'handshake:error:protocol' && /^ERR_Z(MTP|AP)_/.test(code) ? (code as HandshakeRule) : undefined;
}
