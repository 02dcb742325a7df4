import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { closeGracefully } from '@zeromq-ts/transports/internal';
import type { HandshakeRule } from '@zeromq-ts/core';
import type { Socket } from 'node:net';

/** Why a request is not upgraded. */
export interface HttpRefusal {
  readonly status: number;
  /** One line, for the client as for this side. */
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** More of the reason, for this side alone. */
  readonly detail?: string;
  /** What the application has thrown. */
  readonly cause?: unknown;
  /** The rule of the security handshake that the request breaks, for `handshake-failed`. */
  readonly rule?: HandshakeRule;
}

/** The whole answer to a request that is not upgraded. */
export function refusalResponse({ status, text, headers = {} }: HttpRefusal): Buffer {
  const body = `${printable(text)}\n`;
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1');
}

/** Answers a request that is not upgraded, and closes its connection. */
export function refuse(socket: Duplex, refusal: HttpRefusal): void {
  closeGracefully(socket as Socket, { finalBytes: refusalResponse(refusal) });
}

/** Text of a peer, or of an application, that is fit for a header and for a log. */
export function printable(text: string): string {
  return text.replace(/[^ -~]/g, '?');
}
