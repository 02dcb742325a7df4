/**
 * Whether `text` is an IPv4 address: four decimal numbers from 0 to 255 without leading zeros.
 *
 * `127.1`, `0x7f.0.0.1` and `010.0.0.1`, which some systems' resolvers take for addresses (and not all for the same
 * one), are not.
 *
 * @example
 * ```ts
 * isIpv4('192.168.1.17'); // true
 * isIpv4('192.168.1.256'); // false
 * ```
 */
export function isIpv4(text: string): boolean {
  const bytes = text.split('.', 5);
  return bytes.length === 4 && bytes.every((byte) => /^(?:0|[1-9]\d{0,2})$/.test(byte) && Number(byte) <= 255);
}
