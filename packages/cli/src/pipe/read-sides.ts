import { UsageError } from '../errors/command-error.js';
import { givenEndpoint, looksLikeEndpoint } from '../grammar/endpoints.js';
import type { GivenEndpoint } from '../grammar/parsed.js';
import { printable } from '../output/printable.js';
import type { SocketType } from '../sockets/socket-type.js';

/** A socket of `zmq pipe`. */
export interface PipeEnd {
  readonly type: SocketType;
  readonly endpoints: readonly GivenEndpoint[];
}

const IN_TYPES: readonly SocketType[] = ['PULL', 'SUB', 'PAIR', 'DEALER'];
const OUT_TYPES: readonly SocketType[] = ['PUSH', 'PUB', 'PAIR', 'DEALER'];

/** Reads `TYPE ENDPOINT… TYPE ENDPOINT…`. @throws UsageError saying what is missing, or is no such type. */
export function readSides(words: readonly string[]): { readonly input: PipeEnd; readonly output: PipeEnd } {
  const second = words.findIndex((word, index) => index > 0 && !looksLikeEndpoint(word));
  const split = second === -1 ? words.length : second;
  return {
    input: endOf(words.slice(0, split), 'first', 'receives', IN_TYPES),
    output: endOf(words.slice(split), 'then', 'sends', OUT_TYPES),
  };
}

function endOf(
  [name = '', ...endpoints]: readonly string[],
  place: string,
  what: string,
  types: readonly SocketType[],
): PipeEnd {
  const type = types.find((each) => each === name.toUpperCase());
  if (type === undefined) {
    const known = types.map((each) => each.toLowerCase()).join(', ');
    throw new UsageError(
      `zmq pipe needs ${place} the type of the socket that ${what} (${known}), not "${printable(name)}".`,
    );
  }
  const wrong = endpoints.find((word) => !looksLikeEndpoint(word));
  if (wrong !== undefined) throw new UsageError(`"${printable(wrong)}" is no endpoint such as tcp://127.0.0.1:5555.`);
  if (endpoints.length === 0) throw new UsageError(`zmq pipe needs an endpoint after ${name}.`);
  if (endpoints.some((word) => /^[@>]?inproc:/iu.test(word))) {
    throw new UsageError('inproc:// reaches sockets of this process alone, and there are none.');
  }
  return { type, endpoints: endpoints.map((word) => givenEndpoint(word)) };
}
