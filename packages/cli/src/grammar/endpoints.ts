import { UsageError } from '../errors/command-error.js';
import { usageOf } from '../help/usage.js';
import { printable } from '../output/printable.js';
import type { CommandDefinition } from './definition.js';
import type { GivenEndpoint } from './parsed.js';

const ENDPOINT = /^(?:[@>]|[a-z][a-z0-9+.-]*:\/\/)/iu;

/** Whether a word is meant as an endpoint: it begins with a scheme, or with `@` (bind) or `>` (connect). */
export function looksLikeEndpoint(word: string): boolean {
  return ENDPOINT.test(word);
}

/** The endpoints at the start of the arguments, and the rest. After `--` nothing is an endpoint: pass the rest as `literal`. */
export function splitWords(
  words: readonly string[],
  literal: readonly string[],
): { readonly endpoints: readonly GivenEndpoint[]; readonly words: readonly string[] } {
  const firstOther = words.findIndex((word) => !looksLikeEndpoint(word));
  const count = firstOther === -1 ? words.length : firstOther;
  return {
    endpoints: words.slice(0, count).map((word) => givenEndpoint(word)),
    words: [...words.slice(count), ...literal],
  };
}

/** An endpoint with its prefix as its action. */
export function givenEndpoint(word: string): GivenEndpoint {
  if (word.startsWith('@')) return { action: 'bind', text: word.slice(1) };
  if (word.startsWith('>')) return { action: 'connect', text: word.slice(1) };
  return { action: undefined, text: word };
}

/** @throws UsageError for too few or too many endpoints, and for one that this command cannot take. */
export function checkEndpoints(
  command: CommandDefinition,
  endpoints: readonly GivenEndpoint[],
  words: readonly string[],
): void {
  const { least, most } = command.endpoints ?? { least: 0, most: 0 };
  for (const { text } of endpoints) {
    if (text.startsWith('inproc://') && command.inproc !== true) {
      throw new UsageError(
        `inproc:// reaches sockets of this process alone, and there are none: zmq ${command.name} needs tcp, ipc or ws.`,
      );
    }
  }
  if (endpoints.length < least) {
    throw new UsageError(
      `zmq ${command.name} needs ${least === 1 ? 'an endpoint' : `${least} endpoints`}${meant(words)}.`,
      { hint: usageOf(command) },
    );
  }
  if (endpoints.length > most) {
    throw new UsageError(
      `zmq ${command.name} takes ${most === 0 ? 'no endpoint' : `at most ${most} endpoints`}, not "${printable(endpoints[most]?.text ?? '')}".`,
    );
  }
}

/** What a port alone, or a host with a port, may stand for; or that the endpoint comes first. */
function meant(words: readonly string[]): string {
  const [word] = words;
  if (word === undefined) return '';
  const late = words.find((each) => /^[a-z][a-z0-9+.-]*:\/\//iu.test(each));
  if (late !== undefined) return `; it comes first: write ${printable(late)} before "${printable(word)}"`;
  const port = /^:?(\d{1,5})$/u.exec(word)?.[1];
  if (port !== undefined) return `; for "${printable(word)}" write tcp://127.0.0.1:${port}`;
  if (/^[\w.-]+:\d{1,5}$/u.test(word)) return `; for "${word}" write tcp://${word}`;
  if (word.startsWith('/')) return `; for "${printable(word)}" write ipc://${printable(word)}`;
  return `, and "${printable(word)}" is none: it begins with tcp://, ipc:// or ws://`;
}
