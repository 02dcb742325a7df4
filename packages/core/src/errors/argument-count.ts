import { showValue } from './show-value.js';
import { ZMQError } from './zmq-error.js';

/**
 * The error of a call with more arguments than it takes. JavaScript ignores such arguments silently.
 *
 * @param member The name of what was called, as the caller writes it.
 * @param accepted How many arguments it takes.
 * @param extra The first argument that it does not take.
 * @param advice What to write instead.
 */
export function extraArgumentError(member: string, accepted: number, extra: unknown, advice = ''): ZMQError {
  const most = accepted === 0 ? 'no argument' : accepted === 1 ? 'one argument' : `at most ${accepted} arguments`;
  const text = `${member} takes ${most}; another one is ${showValue(extra)}.`;
  return new ZMQError('EINVAL', advice === '' ? text : `${text} ${advice}`);
}

/**
 * Refuses a call with more arguments than it takes. Arguments that are `undefined` count as not given.
 *
 * Not for `send` and `receive`: the object `arguments` costs an allocation for each call.
 *
 * @throws ZMQError `EINVAL`, see {@link extraArgumentError}.
 */
export function checkArgumentCount(member: string, given: ArrayLike<unknown>, accepted: number, advice = ''): void {
  for (let index = accepted; index < given.length; index++) {
    if (given[index] !== undefined) throw extraArgumentError(member, accepted, given[index], advice);
  }
}
