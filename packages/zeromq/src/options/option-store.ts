import { errnoError } from '../errors/errno-error.js';
import type { OptionWidth, StoredValue } from './option-spec.js';
import { OPTION_SPECS } from './option-specs.js';
import type { OptionSpec } from './option-spec.js';

export const LINGER = 17;
export const LAST_ENDPOINT = 32;
export const MECHANISM = 43;
export const TYPE = 16;
export const RECEIVE_TIMEOUT = 27;
export const SEND_TIMEOUT = 28;
export const XPUB_VERBOSE = 40;
export const XPUB_VERBOSER = 78;

/** Options by which a mechanism is chosen: the last one that is set decides, as in libzmq. */
const PLAIN_OPTIONS = [44, 45, 46];
const CURVE_OPTIONS = [47, 48, 49, 50];

/** A security mechanism by its number in libzmq. */
export type MechanismNumber = 0 | 1 | 2;

/** The option of this number, as far as sockets of this type have it. @throws Error `EINVAL` */
export function specOf(option: number, width: OptionWidth, type: number): OptionSpec {
  const spec = OPTION_SPECS.get(option);
  if (spec === undefined || spec.width !== width || spec.types?.includes(type) === false) throw errnoError('EINVAL');
  return spec;
}

/** The options of a socket, kept by their numbers in libzmq. */
export class OptionStore {
  readonly #values = new Map<number, StoredValue>();
  #mechanism: MechanismNumber = 0;

  get mechanism(): MechanismNumber {
    return this.#mechanism;
  }

  get(option: number): StoredValue {
    return this.#values.has(option)
      ? (this.#values.get(option) as StoredValue)
      : (OPTION_SPECS.get(option)?.fallback ?? null);
  }

  /** @throws Error `EINVAL` for a value that libzmq does not take. */
  set(option: number, given: StoredValue): void {
    const spec = OPTION_SPECS.get(option);
    const value = typeof given === 'number' ? (spec?.rounded?.(given) ?? given) : given;
    if (spec === undefined || spec.readonly === true || !spec.accepts(value)) throw errnoError('EINVAL');
    this.#values.set(option, value);
    if (PLAIN_OPTIONS.includes(option)) this.#mechanism = value === 0 || value === null ? 0 : 1;
    else if (CURVE_OPTIONS.includes(option)) this.#mechanism = value === 0 ? 0 : 2;
    else if (option === XPUB_VERBOSE) this.#values.set(XPUB_VERBOSER, 0);
  }

  /** The numbers and the values of all that were set. */
  entries(): IterableIterator<[number, StoredValue]> {
    return this.#values.entries();
  }
}
