import { showValue } from '../errors/show-value.js';
import { ZMQError } from '../errors/zmq-error.js';
import { textLength } from '../runtime/bytes.js';
import { checkCharacters } from './characters.js';
import type { Malformed } from './malformed.js';
import type { IpcEndpoint } from './types.js';

/**
 * Linux's `sun_path` has 108 bytes, one of them for the terminating NUL; libzmq counts the `@` of an abstract name too
 * (`src/ipc_address.cpp`). Where the system allows less, as macOS and the BSDs do, it says so itself on bind.
 */
const MAX_PATH_BYTES = 107;

/**
 * Parses what follows `ipc://`.
 *
 * @throws ZMQError `EINVAL` when there is nothing, or nothing after the `@`, or a control character; `ENAMETOOLONG` when
 * it takes more than 107 bytes in UTF-8.
 *
 * @example
 * ```ts
 * parseIpc('@feed', malformedIn('ipc://@feed')); // { protocol: 'ipc', address: { kind: 'abstract', name: 'feed' } }
 * ```
 */
export function parseIpc(address: string, malformed: Malformed): IpcEndpoint {
  if (address === '') {
    throw malformed('path', address, 'is missing', 'write "ipc://" and a path, as in "ipc:///tmp/feed"');
  }
  if (address === '*') return { protocol: 'ipc', address: { kind: 'wildcard' } };
  if (address === '@') {
    throw malformed('path', address, 'is an empty abstract name', 'write a name after it, as in "ipc://@feed"');
  }
  checkCharacters('path', address, malformed);
  checkLength(address);
  return address.startsWith('@')
    ? { protocol: 'ipc', address: { kind: 'abstract', name: address.slice(1) } }
    : { protocol: 'ipc', address: { kind: 'pathname', path: address } };
}

function checkLength(address: string): void {
  const bytes = textLength(address);
  if (bytes <= MAX_PATH_BYTES) return;
  throw new ZMQError(
    'ENAMETOOLONG',
    `Endpoint too long: the path ${showValue(address)} takes ${bytes} bytes in UTF-8 and a socket address holds ${MAX_PATH_BYTES}; use a shorter path, for example one in /tmp or one relative to the working directory.`,
    { endpoint: `ipc://${address}` },
  );
}
