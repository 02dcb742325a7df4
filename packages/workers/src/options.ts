import { ZMQError } from '@zeromq-ts/core';

/** How often each side of a pool says that it is alive, in milliseconds. */
export const DEFAULT_HEARTBEAT_INTERVAL_MS = 1000;

/** After how many intervals of silence the other side counts as dead (RFC 6: "liveness"). */
export const LIVENESS_INTERVALS = 3;

/**
 * @param numbers The options that are numbers, each with the least that it may be.
 * @throws ZMQError `EINVAL` for an option that is not there, or a number that is not one.
 */
export function checkOptions(
  owner: string,
  options: object,
  names: readonly string[],
  numbers: Readonly<Record<string, number>>,
): void {
  for (const [name, value] of Object.entries(options)) {
    if (!names.includes(name)) {
      throw new ZMQError('EINVAL', `A ${owner} has no option ${name}. There are: ${names.join(', ')}.`);
    }
    const least = numbers[name];
    if (value !== undefined && least !== undefined && !(typeof value === 'number' && value >= least)) {
      throw new ZMQError('EINVAL', `${name} is ${String(value)}; it accepts a number from ${least}.`);
    }
  }
}
