import type { Malformed } from './malformed.js';

const FORBIDDEN = /[\p{Cc}\p{Cs}]/u;

/**
 * Refuses what an ipc path and an inproc name cannot have: control characters and halves of surrogate pairs.
 *
 * NUL would end the name early in the system call; the others are nearly always a line end left over from a file or
 * from a command's output. A lone surrogate has no UTF-8: all of them would become the same U+FFFD, and so two names
 * would become one.
 *
 * @example
 * ```ts
 * checkCharacters('name', 'jobs\n', malformedIn('inproc://jobs\n')); // throws EINVAL
 * ```
 */
export function checkCharacters(part: string, value: string, malformed: Malformed): void {
  const found = FORBIDDEN.exec(value)?.[0];
  if (found === undefined) return;
  const kind = /\p{Cs}/u.test(found) ? 'half surrogate pair' : 'control character';
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  throw malformed(part, value, `has the ${kind} U+${code}`, 'remove it');
}
