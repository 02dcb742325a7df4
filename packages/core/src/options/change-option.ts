import { ZMQError } from '../errors/zmq-error.js';
import type { AcceptedOptions } from './accepted-options.js';
import { resolveOption, ruleOf } from './resolve-options.js';

/**
 * Checks that an option can be changed while the socket lives, and makes of the value what the socket keeps; `undefined`
 * is the default.
 *
 * @throws ZMQError `EINVAL` naming what is wrong and what is accepted, or which options can be changed.
 */
export function changedOption(accepted: AcceptedOptions, type: string, name: string, value: unknown): unknown {
  if (name === 'context' || name === 'engine' || ruleOf(accepted, type, name).change === undefined) {
    throw new ZMQError(
      'EINVAL',
      `${name} cannot be changed: give it to the constructor. A ${type} can change: ${changeable(accepted).join(', ')}.`,
    );
  }
  return value === undefined ? accepted.rules[name]?.fallback : resolveOption(accepted, type, name, value);
}

function changeable({ rules }: AcceptedOptions): readonly string[] {
  return Object.keys(rules).filter((name) => rules[name]?.change !== undefined);
}

/** @throws ZMQError `EINVAL` for a secret, which is never returned. */
export function assertTold(accepted: AcceptedOptions, type: string, name: string): void {
  if (ruleOf(accepted, type, name).confidential === true) {
    throw new ZMQError('EINVAL', `${name} is a secret, and no socket tells it.`);
  }
}
