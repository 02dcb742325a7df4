import { showValue } from '../errors/show-value.js';
import { ZMQError } from '../errors/zmq-error.js';
import { type BindEndpoint, forBindWith } from './for-bind.js';
import { type ConnectEndpoint, forConnectWith } from './for-connect.js';
import type { Grammars } from './grammars.js';
import { KNOWN_GRAMMARS } from './grammars.js';
import { parseWith } from './parse-endpoint.js';
import { SEPARATOR } from './separator.js';
import type { EndpointAction } from './types.js';

/**
 * One endpoint of a list, with its action and its text, without prefix and surrounding whitespace.
 *
 * @example
 * ```ts
 * import { type ListedEndpoint, parseEndpointList } from '@zeromq-ts/core/spi';
 *
 * const show = ({ action, text }: ListedEndpoint) => `${action} ${text}`;
 * console.log(parseEndpointList('@tcp://*:5555', 'connect').map(show)); // ['bind tcp://*:5555']
 * ```
 */
export type ListedEndpoint =
  | { readonly action: 'bind'; readonly endpoint: BindEndpoint; readonly text: string }
  | { readonly action: 'connect'; readonly endpoint: ConnectEndpoint; readonly text: string };

/**
 * Parses the endpoint argument of a socket constructor: one endpoint, several separated by commas, or an array of
 * these. As in CZMQ's `zsock_attach`, the prefix `@` means bind and `>` means connect; the default is `defaultAction`.
 *
 * A comma is a separator only if an endpoint follows it: `ipc:///tmp/a,b` is one path. Whitespace around a separator is
 * ignored. An empty array is an empty list; an empty text, or an empty item in a list, is an error, so an ipc path or
 * inproc name in a list cannot end with a comma.
 *
 * @throws ZMQError as {@link parseEndpoint}, {@link forBind} and {@link forConnect} do, and `EINVAL` for an empty item
 * or a value that is not a string. If one item is invalid, the whole list is rejected.
 *
 * @example
 * ```ts
 * import { parseEndpointList } from '@zeromq-ts/core/spi';
 *
 * const list = parseEndpointList('@tcp://*:5555, >inproc://jobs', 'connect');
 * console.log(list.map(({ action, text }) => `${action} ${text}`)); // ['bind tcp://*:5555', 'connect inproc://jobs']
 * ```
 */
export function parseEndpointList(
  value: string | readonly string[],
  defaultAction: EndpointAction,
): readonly ListedEndpoint[] {
  return parseListWith(KNOWN_GRAMMARS, value, defaultAction);
}

/** The same with other grammars. */
export function parseListWith(
  grammars: Grammars,
  value: string | readonly string[],
  defaultAction: EndpointAction,
): readonly ListedEndpoint[] {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  // Array.from, unlike flatMap, also visits the holes of a sparse array.
  return Array.from(texts, (text) => parseText(grammars, text, defaultAction)).flat();
}

function parseText(grammars: Grammars, text: unknown, defaultAction: EndpointAction): ListedEndpoint[] {
  if (typeof text !== 'string') {
    throw new ZMQError(
      'EINVAL',
      `An endpoint is a string such as "tcp://localhost:5555", or an array of them, not ${showValue(text)}.`,
    );
  }
  return text.split(SEPARATOR).map((item) => parseItem(grammars, item.trim(), text, defaultAction));
}

function parseItem(grammars: Grammars, item: string, list: string, defaultAction: EndpointAction): ListedEndpoint {
  if (item === '' || item.startsWith(',') || item.endsWith(',')) {
    throw new ZMQError(
      'EINVAL',
      `Malformed endpoint list ${showValue(list)}: it has an empty place; write one endpoint, or several with one comma between two.`,
      { endpoint: list },
    );
  }
  const prefix = item.startsWith('@') || item.startsWith('>') ? item.slice(0, 1) : '';
  const text = item.slice(prefix.length);
  const action = prefix === '' ? defaultAction : prefix === '@' ? 'bind' : 'connect';
  const endpoint = parseWith(grammars, text);
  return action === 'bind'
    ? { action, endpoint: forBindWith(grammars, endpoint, text), text }
    : { action, endpoint: forConnectWith(grammars, endpoint, text), text };
}
