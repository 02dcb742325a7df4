import type { WaitOptions } from '@zeromq-ts/core';
import { checkCallOptions, checkCount, WAIT_OPTION_CHECKS, ZMQError } from '@zeromq-ts/core/spi';

/** Options of `ZMQRequest.request`. */
export interface RequestCallOptions extends WaitOptions {
  /**
   * Milliseconds for each attempt, from sending to the reply. Default: the option `receiveTimeout` of the socket, which
   * is `Infinity` by default.
   */
  readonly timeout?: number | undefined;
  /**
   * How often an unanswered request is sent again: after `timeout`, or as soon as its connection is lost. Default 0;
   * `Infinity` for no limit.
   */
  readonly retries?: number | undefined;
}

/** The same, checked, with the defaults filled in. */
export interface RequestCall {
  readonly timeout: number;
  readonly retries: number;
  readonly signal: AbortSignal | undefined;
}

const REQUEST_OPTION_CHECKS = { ...WAIT_OPTION_CHECKS, retries: checkCount(true) };

/** @throws ZMQError `EINVAL` naming what is wrong. */
export function toRequestCall(options: RequestCallOptions, receiveTimeout: number): RequestCall {
  checkCallOptions('request', options, REQUEST_OPTION_CHECKS);
  const { timeout = receiveTimeout, retries = 0, signal } = options;
  if (retries > 0 && (timeout === Infinity || timeout === 0)) {
    const given = options.timeout === undefined ? `the socket's receiveTimeout, ${timeout}` : String(timeout);
    throw new ZMQError(
      'EINVAL',
      `retries is ${retries}, but timeout is ${given}: give the milliseconds after which a request is sent again.`,
    );
  }
  return { timeout, retries, signal };
}
