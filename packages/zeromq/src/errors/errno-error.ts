import { ZMQError } from '@zeromq-ts/core';
import { errnoOf } from './errno-of.js';
import { ERROR_TEXTS } from './error-texts.js';

/** An error as the npm package throws it: an `Error` with `errno`, `code` and, of an endpoint, `address`. */
export interface AddressedError extends Error {
  code: string;
  errno: number;
  address?: string;
}

interface Details {
  readonly text?: string;
  readonly address?: string | undefined;
  readonly cause?: unknown;
}

/** Makes the error of a code. */
export function errnoError(code: string, { text = ERROR_TEXTS[code] ?? code, address, cause }: Details = {}): Error {
  const error = new Error(text, cause === undefined ? undefined : { cause }) as AddressedError;
  error.errno = errnoOf(code);
  error.code = code;
  if (address !== undefined) error.address = address;
  return error;
}

/** Codes that the npm package has for those of core. */
const CODES: Readonly<Record<string, string>> = {
  ENOTSOCK: 'EBADF',
  // Of a host name that does not resolve, libzmq says the same as of one that is malformed.
  ENOTFOUND: 'EINVAL',
};

/**
 * The error of the npm package for one of core, which becomes its `cause`: its text says more.
 *
 * @param address The endpoint that was given, if the call has one.
 */
export function translated(error: unknown, address?: string): unknown {
  if (!(error instanceof ZMQError)) return error;
  return errnoError(CODES[error.code] ?? error.code, { address, cause: error });
}
