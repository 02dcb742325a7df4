import { reverse } from 'node:dns/promises';
import { isIP } from 'node:net';

/** By address; the address itself until it is looked up, and when it has no name. */
const names = new Map<string, string>();

/** No more than these are kept. */
const MAX_NAMES = 10_000;

/** The endpoint of a peer, with the name of its host if that is known by now. The first call for a host looks it up. */
export function lookupName(endpoint: string): string {
  const [, before = '', host = '', after = ''] = /^(\w+:\/\/)\[?([^\]/]*?)\]?(:\d+.*)$/u.exec(endpoint) ?? [];
  if (isIP(host) === 0) return endpoint;
  const known = names.get(host);
  if (known === undefined && names.size < MAX_NAMES) {
    names.set(host, host);
    reverse(host).then(
      ([name = host]) => names.set(host, name),
      () => {},
    );
  }
  return known === undefined || known === host ? endpoint : `${before}${known}${after}`;
}
