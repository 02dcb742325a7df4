import { describe } from '../errors/describe.js';
import { ZMQError } from '../errors/zmq-error.js';
import { LONGEST_DURATION } from './option-table.js';

/** How long to wait, and what ends the waiting early. */
export interface WaitOptions {
  /** Milliseconds; `Infinity` waits for ever, 0 not at all. */
  readonly timeout?: number | undefined;
  /** Aborting it rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** @throws ZMQError `EINVAL` for anything but milliseconds or `Infinity`. */
export function checkDuration(name: string, value: unknown): asserts value is number {
  if (typeof value === 'number' && value >= 0 && (value === Infinity || value <= LONGEST_DURATION)) return;
  throw new ZMQError(
    'EINVAL',
    `${name} is ${describe(value)}; it accepts milliseconds from 0 to ${LONGEST_DURATION}, or Infinity.`,
  );
}

/** @throws ZMQError `EINVAL` naming what is wrong. */
export function checkWaitOptions(options: unknown): asserts options is WaitOptions {
  if (typeof options !== 'object' || options === null) {
    throw new ZMQError('EINVAL', `Options are an object such as { timeout: 1000 }, not ${describe(options)}.`);
  }
  const { timeout, signal } = options as WaitOptions;
  if (timeout !== undefined) checkDuration('timeout', timeout);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new ZMQError('EINVAL', `signal is ${describe(signal)}; it accepts an AbortSignal.`);
  }
}
