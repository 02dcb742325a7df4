import type { LookupAddress } from 'node:dns';

/** The most addresses of a name that are tried in one attempt. */
const MAX_ADDRESSES = 16;

/**
 * The addresses of a host name, in the order in which they are to be tried: that of the resolver, the families in turn
 * (RFC 8305, section 4).
 *
 * @param family 4, 6, or 0 for both.
 * @returns a rejection with the error of the system when there is none.
 */
export async function addressesOf(name: string, family: 0 | 4 | 6): Promise<readonly LookupAddress[]> {
  const { ADDRCONFIG, lookup } = process.getBuiltinModule('node:dns');
  // A family that this machine has no address of is not asked for; but its own addresses need none.
  const hints = family === 0 && !isLocalName(name) ? ADDRCONFIG : 0;
  const found = await new Promise<readonly LookupAddress[]>((resolve, reject) => {
    lookup(name, { family, hints, all: true }, (error, addresses) => {
      if (error === null) resolve(addresses);
      else reject(error);
    });
  });
  return inTurn(found).slice(0, MAX_ADDRESSES);
}

function isLocalName(name: string): boolean {
  const lower = name.toLowerCase();
  return lower === 'localhost' || lower.endsWith('.localhost');
}

/** @returns the same addresses, one of the family of the first, then one of the other, and so on. */
export function inTurn(addresses: readonly LookupAddress[]): readonly LookupAddress[] {
  const first = addresses.filter(({ family }) => family === addresses[0]?.family);
  const others = addresses.filter(({ family }) => family !== addresses[0]?.family);
  const ordered: LookupAddress[] = [];
  for (let index = 0; index < Math.max(first.length, others.length); index++) {
    ordered.push(...first.slice(index, index + 1), ...others.slice(index, index + 1));
  }
  return ordered;
}
