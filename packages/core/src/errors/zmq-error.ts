import { isInstance } from '../registry/is-instance.js';
import type { ZMQErrorCode } from './codes.js';

const BRAND = Symbol.for('@zeromq-ts/core/ZMQError');

/** Optional properties of a {@link ZMQError}. */
export interface ZMQErrorDetails {
  /** The endpoint the failure belongs to, as text. */
  readonly endpoint?: string | undefined;
  /** The error underneath, where there was one. */
  readonly cause?: unknown;
}

/**
 * The error class of this library.
 *
 * `code` is the errno name used by libzmq (`EAGAIN`, `EFSM`, `EINVAL`, …); `message` says what happened, with which
 * value, and what to do about it. `endpoint` and `cause` are set where they apply.
 *
 * `error instanceof ZMQError` works across copies of this package in one process. For your own subclass, `instanceof`
 * has its ordinary meaning.
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
  /** The errno name used by libzmq. */
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
