/** Octets as the specification writes them: hex, text in quotes, `octet*count`; or given as they are. */
export function octets(...parts: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? parse(part) : part)));
}

function parse(notation: string): Buffer {
  const tokens = notation.match(/"[^"]*"|[0-9A-Fa-f]{2}\*\d+|[0-9A-Fa-f]{2}/g) ?? [];
  return Buffer.concat(
    tokens.map((token) => {
      if (token.startsWith('"')) return Buffer.from(token.slice(1, -1), 'latin1');
      const [octet, count] = token.split('*');
      return Buffer.alloc(Number(count ?? 1), Number.parseInt(octet as string, 16));
    }),
  );
}

/** What is the same in every greeting of ZMTP 3.1 with NULL (RFC 37, "Formal Grammar"). */
export const GREETING = octets('FF 00*8 7F 03 01 "NULL" 00*16 00 00*31');

/** A greeting with another mechanism. */
export function greetingWith(mechanism: string | Uint8Array): Buffer {
  const greeting = Buffer.from(GREETING);
  greeting.fill(0, 12, 32);
  greeting.set(typeof mechanism === 'string' ? Buffer.from(mechanism, 'latin1') : mechanism, 12);
  return greeting;
}

/** A frame with any flags; its size is right, and long where it has to be. */
export function frame(flags: number, body: string | Uint8Array): Buffer {
  const octetsOfBody = typeof body === 'string' ? Buffer.from(body, 'latin1') : body;
  if (octetsOfBody.byteLength <= 255) return Buffer.concat([Buffer.of(flags, octetsOfBody.byteLength), octetsOfBody]);
  return Buffer.concat([longHeader(flags | 2, octetsOfBody.byteLength), octetsOfBody]);
}

/** The header of a long frame, with any size. */
export function longHeader(flags: number, size: number | bigint): Buffer {
  const header = Buffer.alloc(9);
  header[0] = flags;
  header.writeBigUInt64BE(BigInt(size), 1);
  return header;
}

/** A message of as many frames as are given. */
export function message(...bodies: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(bodies.map((body, index) => frame(index < bodies.length - 1 ? 1 : 0, body)));
}

/** A command frame. */
export function command(name: string, data: string | Uint8Array = ''): Buffer {
  const body = typeof data === 'string' ? Buffer.from(data, 'latin1') : data;
  return frame(4, Buffer.concat([Buffer.of(name.length), Buffer.from(name, 'latin1'), body]));
}

/** A property of the metadata. */
export function property(name: string, value: string | Uint8Array): Buffer {
  const body = typeof value === 'string' ? Buffer.from(value, 'latin1') : value;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.byteLength);
  return Buffer.concat([Buffer.of(name.length), Buffer.from(name, 'latin1'), length, body]);
}

/** A READY command with these properties. */
export function ready(properties: Readonly<Record<string, string | Uint8Array>>): Buffer {
  return command('READY', Buffer.concat(Object.entries(properties).map(([name, value]) => property(name, value))));
}

/** A READY command of a socket of this type, and perhaps of this name. */
export function readyOf(type: string, identity?: string | Uint8Array): Buffer {
  return ready({ 'Socket-Type': type, ...(identity === undefined ? {} : { Identity: identity }) });
}

export const subscribe = (topic: string | Uint8Array): Buffer => command('SUBSCRIBE', topic);
export const cancel = (topic: string | Uint8Array): Buffer => command('CANCEL', topic);

/** A PING with a time to live in tenths of a second. */
export function ping(timeToLive: number, context: string | Uint8Array = ''): Buffer {
  const body = typeof context === 'string' ? Buffer.from(context, 'latin1') : context;
  return command('PING', Buffer.concat([Buffer.of(timeToLive >> 8, timeToLive & 255), body]));
}
