import { textLength } from '../runtime/bytes.js';
import { checkCharacters } from './characters.js';
import type { Malformed } from './malformed.js';
import type { InprocEndpoint } from './types.js';

/** zmq_inproc(7) allows 256 with the terminating NUL. */
const MAX_NAME_BYTES = 255;

/**
 * Parses what follows `inproc://`.
 *
 * @throws ZMQError `EINVAL` when the name is empty, longer than 255 bytes or has control characters.
 *
 * @example
 * ```ts
 * parseInproc('jobs', malformedIn('inproc://jobs')); // { protocol: 'inproc', name: 'jobs' }
 * ```
 */
export function parseInproc(name: string, malformed: Malformed): InprocEndpoint {
  if (name === '') throw malformed('name', name, 'is missing', 'write "inproc://" and a name, as in "inproc://jobs"');
  checkCharacters('name', name, malformed);
  const bytes = textLength(name);
  if (bytes > MAX_NAME_BYTES) {
    throw malformed('name', name, `is ${bytes} bytes long`, `an inproc name has at most ${MAX_NAME_BYTES}`);
  }
  return { protocol: 'inproc', name };
}
