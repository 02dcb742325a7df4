import { isInstance } from '../registry/is-instance.js';
import type { ZMQErrorCode } from './codes.js';

const BRAND = Symbol.for('@zeromq-ts/core/ZMQError');

/** What a {@link ZMQError} can carry besides its code and text. */
export interface ZMQErrorDetails {
  /** The endpoint the failure belongs to, as text. */
  readonly endpoint?: string | undefined;
  /** The error underneath, where there was one. */
  readonly cause?: unknown;
}

/**
 * The one error class of this library.
 *
 * `code` is libzmq's name for the same failure (`EAGAIN`, `EFSM`, `EINVAL`, …); `message` says what happened, with
 * which value, and what to do about it. `endpoint` and `cause` are there where they make sense.
 *
 * `error instanceof ZMQError` holds across two copies of this package in one process. For a subclass of your own,
 * `instanceof` is the ordinary one.
 *
 * @example
 * ```ts
 * import { ZMQError, parseEndpoint } from '@zeromq-ts/core';
 *
 * try {
 *   parseEndpoint('tcp://localhost');
 * } catch (error) {
 *   if (error instanceof ZMQError && error.code === 'EINVAL') console.log(error.message);
 * }
 * ```
 */
export class ZMQError extends Error {
  /** libzmq's name for this failure. */
  readonly code: ZMQErrorCode;
  /** The endpoint the failure belongs to, where there is one. */
  declare readonly endpoint?: string;

  constructor(code: ZMQErrorCode, message: string, details: ZMQErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    if (details.endpoint !== undefined) this.endpoint = details.endpoint;
  }

  static {
    Object.defineProperty(this.prototype, BRAND, { value: true });
    Object.defineProperty(this.prototype, 'name', { value: 'ZMQError', configurable: true, writable: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isInstance(value, BRAND, this, ZMQError);
  }
}
