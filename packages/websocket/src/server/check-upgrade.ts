import type { IncomingMessage } from 'node:http';
import { isKey } from '../handshake/accept-key.js';
import type { HttpRefusal } from './http-refusal.js';

/** Checks what RFC 6455, section 4.2.1, requires of a request. @returns why it is refused, if it is. */
export function checkUpgrade({
  method,
  headers,
  rawHeaders,
  httpVersionMajor,
  httpVersionMinor,
}: IncomingMessage): HttpRefusal | undefined {
  if (method !== 'GET') {
    return { status: 405, text: 'A WebSocket connection begins with GET.', headers: { Allow: 'GET' } };
  }
  if (httpVersionMajor < 1 || (httpVersionMajor === 1 && httpVersionMinor < 1)) {
    return { status: 400, text: 'A WebSocket connection begins with HTTP/1.1.' };
  }
  // Node does not read it: it would be taken for frames, and a proxy before this server for something else.
  if (Number(headers['content-length'] ?? 0) !== 0 || headers['transfer-encoding'] !== undefined) {
    return { status: 400, text: 'A WebSocket connection begins with a request without a body.' };
  }
  // Of two, Node knows the first, and a proxy may have decided by the second (RFC 9112, section 3.2).
  if (rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length > 1) {
    return { status: 400, text: 'The request has more than one header Host.' };
  }
  if (!hasToken(headers.upgrade, 'websocket') || !hasToken(headers.connection, 'upgrade')) {
    return { status: 400, text: 'The request has no headers Upgrade: websocket and Connection: Upgrade.' };
  }
  if (headers['sec-websocket-version'] !== '13') {
    const version = headers['sec-websocket-version'];
    // One that comes twice has a comma.
    const status = version?.includes(',') === true ? 400 : 426;
    return { status, text: 'Sec-WebSocket-Version must be 13.', headers: { 'Sec-WebSocket-Version': '13' } };
  }
  if (!isKey(headers['sec-websocket-key'] ?? '')) {
    return { status: 400, text: 'Sec-WebSocket-Key must be 16 bytes in base64.' };
  }
  return undefined;
}

function hasToken(value: string | undefined, token: string): boolean {
  return value?.split(',').some((item) => item.trim().toLowerCase() === token) ?? false;
}
