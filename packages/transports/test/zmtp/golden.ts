import { Buffer } from 'node:buffer';

/** Octets written as the specification writes them: hex, with text in quotes and `octet*count`. */
export function octets(notation: string): Buffer {
  const parts = notation.match(/"[^"]*"|[0-9A-Fa-f]{2}\*\d+|[0-9A-Fa-f]{2}/g) ?? [];
  return Buffer.concat(
    parts.map((part) => {
      if (part.startsWith('"')) return Buffer.from(part.slice(1, -1), 'latin1');
      const [octet, count] = part.split('*');
      return Buffer.alloc(Number(count ?? 1), Number.parseInt(octet as string, 16));
    }),
  );
}

/** Streams whose octets are known from the RFCs and from libzmq. */
export const GOLDEN = {
  greeting30: octets('FF 00*8 7F 03 00 "NULL" 00*16 00 00*31'),
  greeting31: octets('FF 00*8 7F 03 01 "NULL" 00*16 00 00*31'),
  readySub: octets('04 19 05 "READY" 0B "Socket-Type" 00 00 00 03 "SUB"'),
  readyXpub: octets('04 1A 05 "READY" 0B "Socket-Type" 00 00 00 04 "XPUB"'),
  readyDealer: octets('04 29 05 "READY" 0B "Socket-Type" 00 00 00 06 "DEALER" 08 "Identity" 00 00 00 00'),
  readyDealerNamed: octets('04 2C 05 "READY" 0B "Socket-Type" 00 00 00 06 "DEALER" 08 "Identity" 00 00 00 03 "abc"'),
  subscribeA: octets('04 0B 09 "SUBSCRIBE" 41'),
  cancelA: octets('04 08 06 "CANCEL" 41'),
  subscribeA30: octets('00 02 01 41'),
  cancelA30: octets('00 02 00 41'),
  message: octets('00 04 "ALOL"'),
  twoFrames: octets('01 01 61 00 01 62'),
  body255: octets('00 FF 78*255'),
  body256: octets('02 00 00 00 00 00 00 01 00 78*256'),
  ping: octets('04 08 04 "PING" 00 0A 78'),
  pong: octets('04 06 04 "PONG" 78'),
  error400: octets('04 0A 05 "ERROR" 03 "400"'),
} as const;
