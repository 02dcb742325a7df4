import { asFrame, type Bytes, decodeText, encodeText } from '@zeromq-ts/core/spi';

/*
 * The payload of one WebSocket message (RFC 45, "Framing"), without anything of Node: the flags, and a frame.
 *
 *   +---------+------+      +---------+-------------+------+------+
 *   | 00 | 01 | body |      |   02    | name length | name | data |
 *   +---------+------+      +---------+-------------+------+------+
 */
export const LAST = 0;
export const MORE = 1;
export const COMMAND = 2;

/** A command of a peer. */
export interface WebCommand {
  readonly name: string;
  readonly data: Bytes;
}

export function payloadOf(flags: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const payload = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 1));
  payload[0] = flags;
  let at = 1;
  for (const part of parts) {
    payload.set(part, at);
    at += part.byteLength;
  }
  return payload;
}

export function commandPayload(name: string, ...data: readonly Uint8Array[]): Uint8Array {
  return payloadOf(COMMAND, shortText(encodeText(name)), ...data);
}

/** Takes the body of a command apart; `undefined` when its name is missing, or runs past its end. */
export function parseCommand(body: Uint8Array): WebCommand | undefined {
  const length = body[0] ?? 0;
  if (length === 0 || 1 + length > body.byteLength) return undefined;
  return { name: decodeText(body.subarray(1, 1 + length)), data: asFrame(body.subarray(1 + length)) };
}

/** A text with its length before it, in one byte. */
export function shortText(text: Uint8Array): Uint8Array {
  return Uint8Array.of(text.byteLength, ...text);
}

/** Properties of a socket (RFC 37, "Connection Metadata"). */
export function encodeProperties(properties: Readonly<Record<string, Uint8Array | undefined>>): Uint8Array {
  const parts = Object.entries(properties).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const size = new Uint8Array(4);
    new DataView(size.buffer).setUint32(0, value.byteLength);
    return [shortText(encodeText(name)), size, value];
  });
  return payloadOf(0, ...parts).subarray(1);
}

/** Reads properties, by their names in lower case; `undefined` when they are malformed. */
export function parseProperties(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> | undefined {
  const properties = new Map<string, Uint8Array>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.byteLength) {
    const nameEnd = at + 1 + (bytes[at] as number);
    if (nameEnd + 4 > bytes.byteLength) return undefined;
    const end = nameEnd + 4 + view.getUint32(nameEnd);
    if (end > bytes.byteLength) return undefined;
    const name = decodeText(bytes.subarray(at + 1, nameEnd)).toLowerCase();
    if (!properties.has(name)) properties.set(name, bytes.slice(nameEnd + 4, end));
    at = end;
  }
  return properties;
}
