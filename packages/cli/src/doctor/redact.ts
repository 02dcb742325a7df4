import { isIP } from 'node:net';
import { homedir, hostname, userInfo } from 'node:os';

/** Replaces the names of this host and this user, and the host of an endpoint, so that the text can be shown to anybody. */
export function redactor(endpoints: readonly string[]): (text: string) => string {
  const replaced: (readonly [what: string, by: string])[] = [
    [homedir(), '~'],
    [hostname(), '<host>'],
    [userName(), '<user>'],
    ...endpoints.map((endpoint) => [hostOf(endpoint), '<peer>'] as const),
  ];
  const known = replaced.filter(([what]) => what.length > 1).toSorted(([a], [b]) => b.length - a.length);
  return (text) => withoutAddresses(known.reduce((result, [what, by]) => result.replaceAll(what, by), text));
}

/** What may be an address. */
const WORD = /[0-9a-f.:]{3,}/giu;

/** Those of this machine alone say nothing, and a group is the same everywhere. */
const TOLD_TO_ALL = /^(?:127\.|0\.0\.0\.0$|239\.255\.|::1?$)/u;

function withoutAddresses(text: string): string {
  return text.replace(WORD, (word) => {
    const bare = word.replace(/[.:]$/u, '');
    return isIP(bare) === 0 || TOLD_TO_ALL.test(bare) ? word : `<address>${word.slice(bare.length)}`;
  });
}

function hostOf(endpoint: string): string {
  const host = /^[a-z]+:\/\/(?:[^/;]*;)?(.*?)(?::\d+)?(?:\/.*)?$/i.exec(endpoint)?.[1] ?? '';
  return /^(?:localhost|127\..*|\[::1\]|)$/.test(host) ? '' : host;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user without a name.
    return '';
  }
}
