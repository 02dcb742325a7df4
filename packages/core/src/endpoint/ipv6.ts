import { isIpv4 } from './ipv4.js';

/** The longest there is: `ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255`. */
const MAX_ADDRESS_CHARACTERS = 45;

/**
 * The canonical text of an IPv6 address (RFC 5952): lower case, no leading zeros, the longest run of zeros as `::`, and
 * the last part of an IPv4-mapped address dotted, which is also what the system's `inet_ntop` says. So an endpoint
 * compares equal to the one a listener reports however it was spelled.
 *
 * @param text - The address without brackets and zone.
 * @returns `undefined` when it is not an IPv6 address.
 *
 * @example
 * ```ts
 * canonicalIpv6('2001:DB8:0:0:0:0:0:1'); // '2001:db8::1'
 * canonicalIpv6('1::2::3'); // undefined
 * ```
 */
export function canonicalIpv6(text: string): string | undefined {
  if (text.length > MAX_ADDRESS_CHARACTERS) return undefined;
  const groups = parseGroups(text);
  return groups === undefined ? undefined : formatGroups(groups);
}

/** The eight groups of sixteen bits (RFC 4291 section 2.2). */
function parseGroups(text: string): number[] | undefined {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const last = parseSide(tail ?? head, true);
  if (tail === undefined) return last?.length === 8 ? last : undefined;
  const first = parseSide(head, false);
  if (first === undefined || last === undefined) return undefined;
  const zeros = 8 - first.length - last.length;
  return zeros < 1 ? undefined : [...first, ...Array.from({ length: zeros }, () => 0), ...last];
}

/** One side of the `::`. Only the last may end in an IPv4 address. */
function parseSide(text: string, isLast: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else if (isLast && index === parts.length - 1 && isIpv4(part)) {
      const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
      groups.push(a * 256 + b, c * 256 + d);
    } else {
      return undefined;
    }
  }
  return groups;
}

function formatGroups(groups: readonly number[]): string {
  const [high = 0, low = 0] = groups.slice(6);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return `::ffff:${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  }
  const texts = groups.map((group) => group.toString(16));
  const { start, length } = longestZeros(groups);
  // RFC 5952 section 4.2.2: a single zero is not shortened.
  if (length < 2) return texts.join(':');
  return `${texts.slice(0, start).join(':')}::${texts.slice(start + length).join(':')}`;
}

/** The first of the longest runs of zeros (RFC 5952 section 4.2.3). */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > longest.length) longest = { start, length: index + 1 - start };
  }
  return longest;
}
