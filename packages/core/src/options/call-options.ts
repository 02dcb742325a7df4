import { showValue } from '../errors/show-value.js';
import { nearestName } from '../errors/nearest-name.js';
import { ZMQError } from '../errors/zmq-error.js';
import { isAbortSignal } from '../runtime/environment.js';
import { MAX_DURATION_MS } from './option-rule.js';

/** The options that a call takes, by name: each with a function that throws unless it accepts the value. */
export type CallOptionChecks = Readonly<Record<string, (name: string, value: unknown) => void>>;

/**
 * Checks the options of a call or a constructor: that they are an object, that it has no options but those the call takes,
 * and that their values are acceptable. An option that is `undefined` counts as not given.
 *
 * @param member The name of the call, as the caller writes it.
 * @throws ZMQError `EINVAL` naming what is wrong, what is accepted, and for an unknown name the nearest known one.
 */
export function checkCallOptions(member: string, options: unknown, checks: CallOptionChecks): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options) || isAbortSignal(options)) {
    throw notOptions(member, options, checks);
  }
  const given = options as Readonly<Record<string, unknown>>;
  // With the inherited ones, because reading an option finds those, too.
  for (const name in given) {
    if (!Object.hasOwn(checks, name) && given[name] !== undefined) throw unknownOption(member, name, checks);
  }
  for (const name in checks) {
    const value = given[name];
    if (value !== undefined) checks[name]?.(name, value);
  }
}

/** @throws ZMQError `EINVAL` for anything but milliseconds or `Infinity`. */
export function checkDuration(name: string, value: unknown): asserts value is number {
  if (typeof value === 'number' && value >= 0 && (value === Infinity || value <= MAX_DURATION_MS)) return;
  throw new ZMQError(
    'EINVAL',
    `${name} is ${showValue(value)}; it accepts milliseconds from 0 to ${MAX_DURATION_MS}, or Infinity.`,
  );
}

/** @throws ZMQError `EINVAL` for anything but an `AbortSignal`. */
export function checkSignal(name: string, value: unknown): asserts value is AbortSignal {
  if (isAbortSignal(value)) return;
  const hint = isController(value) ? ' Pass the signal of the controller: controller.signal.' : '';
  throw new ZMQError('EINVAL', `${name} is ${showValue(value)}; it accepts an AbortSignal.${hint}`);
}

function isController(value: unknown): boolean {
  return typeof value === 'object' && value !== null && isAbortSignal((value as { signal?: unknown }).signal);
}

/** Makes a check for a whole number from 0, which may be `Infinity`, too. */
export function checkCount(orInfinity = false): (name: string, value: unknown) => void {
  return (name, value) => {
    if ((Number.isInteger(value) && (value as number) >= 0) || (orInfinity && value === Infinity)) return;
    const accepted = orInfinity ? 'a whole number from 0, or Infinity' : 'a whole number from 0';
    throw new ZMQError('EINVAL', `${name} is ${showValue(value)}; it accepts ${accepted}.`);
  };
}

/** Makes a check for a number that is not smaller than `least`. */
export function checkAtLeast(least: number): (name: string, value: unknown) => void {
  return (name, value) => {
    if (typeof value === 'number' && value >= least) return;
    throw new ZMQError('EINVAL', `${name} is ${showValue(value)}; it accepts a number from ${least}.`);
  };
}

/** @throws ZMQError `EINVAL` for anything but a function. */
export function checkFunction(name: string, value: unknown): void {
  if (typeof value === 'function') return;
  throw new ZMQError('EINVAL', `${name} is ${showValue(value)}; it accepts a function.`);
}

/** @throws ZMQError `EINVAL` for anything but true or false. */
export function checkFlag(name: string, value: unknown): void {
  if (typeof value === 'boolean') return;
  throw new ZMQError('EINVAL', `${name} is ${showValue(value)}; it accepts true or false.`);
}

/** @throws ZMQError `EINVAL` for anything but an object, which is checked further where it is used. */
export function checkObject(name: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new ZMQError('EINVAL', `${name} is ${showValue(value)}; it accepts an object.`);
}

function notOptions(member: string, options: unknown, checks: CallOptionChecks): ZMQError {
  const names = Object.keys(checks);
  const example = names[0] === 'timeout' ? '{ timeout: 1000 }' : `{ ${names[0]}: … }`;
  const advice = isAbortSignal(options) && Object.hasOwn(checks, 'signal') ? ' For a signal, write { signal }.' : '';
  return new ZMQError(
    'EINVAL',
    `Options are an object such as ${example}, not ${showValue(options)}. ${accepts(member, names)}${advice}`,
  );
}

function unknownOption(member: string, name: string, checks: CallOptionChecks): ZMQError {
  const names = Object.keys(checks);
  const nearest = nearestName(name, names);
  const advice = nearest === undefined ? '' : ` Do you mean ${nearest}?`;
  return new ZMQError('EINVAL', `There is no option ${showValue(name)}.${advice} ${accepts(member, names)}`);
}

function accepts(member: string, names: readonly string[]): string {
  return `${member} accepts: ${names.join(', ')}.`;
}
