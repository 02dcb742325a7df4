/*
 * RFC 37, "Formal Grammar":
 *
 *   0        1         9   10      11      12          32          33       64
 *   +--------+---------+----+-------+-------+-----------+-----------+--------+
 *   |   FF   | padding | 7F | major | minor | mechanism | as-server | filler |
 *   +--------+---------+----+-------+-------+-----------+-----------+--------+
 */
export const GREETING_BYTES = 64;
export const MAJOR_AT = 10;
export const MINOR_AT = 11;
const MECHANISM_AT = 12;
export const AS_SERVER_AT = 32;

/** A greeting of ZMTP 3.1 with this mechanism. */
export function greetingFor(mechanism: string): Buffer {
  const greeting = Buffer.alloc(GREETING_BYTES);
  greeting[0] = 0xff;
  greeting[9] = 0x7f;
  greeting[MAJOR_AT] = 3;
  greeting[MINOR_AT] = 1;
  greeting.write(mechanism, MECHANISM_AT, 'latin1');
  return greeting;
}

/** The mechanism in a greeting: whatever the peer has written there. */
export function mechanismOf(greeting: Buffer): string {
  return greeting.toString('latin1', MECHANISM_AT, AS_SERVER_AT).replace(/\0+$/, '');
}
