import type { RfcSocketType } from '@zeromq-ts/testing';
import { RFC_SOCKET_TYPES, definitionOf } from '@zeromq-ts/testing';
import { Handshake } from '../../src/zmtp/handshake.js';
import { nullMechanism } from '../../src/zmtp/null-mechanism.js';
import { ProtocolError } from '../../src/zmtp/protocol-error.js';
import type { HandshakeLocal } from '../../src/zmtp/security-handshake.js';

export const TYPES = RFC_SOCKET_TYPES;

/** One side of a handshake. */
export function side(socketType: RfcSocketType, options: Partial<HandshakeLocal> = {}): Handshake {
  const { peers, sendsIdentity } = definitionOf(socketType);
  return new Handshake({
    socketType,
    peers,
    sendsIdentity,
    routingId: undefined,
    mechanism: nullMechanism,
    ...options,
  });
}

/** The error with which a handshake refuses these octets, given one by one or as they are. */
export function refusal(handshake: Handshake, ...chunks: readonly Uint8Array[]): ProtocolError {
  try {
    for (const chunk of chunks) handshake.push(chunk);
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
  throw new Error('The handshake refused nothing.');
}

/** A READY command with any metadata. */
export function ready(...properties: readonly (readonly [name: string, value: string | Uint8Array])[]): Buffer {
  const parts = properties.map(([name, value]) => {
    const octets = Buffer.from(value as string, 'latin1');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(octets.length);
    return Buffer.concat([Buffer.of(name.length), Buffer.from(name, 'latin1'), length, octets]);
  });
  return command('READY', Buffer.concat(parts));
}

/** A command frame, written without the code under test. */
export function command(name: string, data: string | Uint8Array = ''): Buffer {
  const body = Buffer.concat([
    Buffer.of(name.length),
    Buffer.from(name, 'latin1'),
    Buffer.from(data as string, 'latin1'),
  ]);
  return Buffer.concat([frameHeader(4, body.length), body]);
}

/** A frame, written without the code under test. */
export function frame(flags: number, body: string | Uint8Array): Buffer {
  const octets = Buffer.from(body as string, 'latin1');
  return Buffer.concat([frameHeader(flags, octets.length), octets]);
}

function frameHeader(flags: number, length: number): Buffer {
  if (length < 256) return Buffer.of(flags, length);
  return longHeader(flags, BigInt(length));
}

/** The header of a long frame, of any size. */
export function longHeader(flags: number, size: bigint): Buffer {
  const header = Buffer.alloc(9);
  header[0] = flags | 2;
  header.writeBigUInt64BE(size, 1);
  return header;
}
