import { textLength } from '../runtime/bytes.js';
import { checkCharacters } from './characters.js';
import type { Malformed } from './malformed.js';
import type { InprocEndpoint } from './types.js';

/** zmq_inproc(7) allows 256 with the terminating NUL. */
const LONGEST = 255;

/**
 * Parses what follows `inproc://`.
 *
 * @throws ZMQError `EINVAL` when the name is empty, longer than 255 octets or has control characters.
 *
 * @example
 * ```ts
 * parseInproc('jobs', malformedIn('inproc://jobs')); // { protocol: 'inproc', name: 'jobs' }
 * ```
 */
export function parseInproc(name: string, malformed: Malformed): InprocEndpoint {
  if (name === '') throw malformed('name', name, 'is missing', 'write "inproc://" and a name, as in "inproc://jobs"');
  checkCharacters('name', name, malformed);
  const octets = textLength(name);
  if (octets > LONGEST) {
    throw malformed('name', name, `is ${octets} bytes long`, `an inproc name has at most ${LONGEST}`);
  }
  return { protocol: 'inproc', name };
}
