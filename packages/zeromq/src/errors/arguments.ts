/** What is wrong with an argument, if something is. */
export interface ArgumentCheck {
  readonly accepts: (value: unknown) => boolean;
  /** The text of the `TypeError`. */
  readonly text: string;
}

/**
 * Checks the arguments of a call as the npm package does: each that is declared, and then that there are no more.
 *
 * @throws TypeError with the text of the npm package.
 */
export function checkArguments(given: ArrayLike<unknown>, ...checks: readonly ArgumentCheck[]): void {
  for (const [index, { accepts, text }] of checks.entries()) {
    if (!accepts(given[index])) throw new TypeError(text);
  }
  if (given.length > checks.length) {
    const plural = checks.length === 1 ? '' : 's';
    throw new TypeError(`Expected ${checks.length} argument${plural} but received ${given.length}`);
  }
}

const isObject = (value: unknown): boolean =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

export const ADDRESS: ArgumentCheck = {
  accepts: (value) => typeof value === 'string',
  text: 'Address must be a string',
};
export const OPTIONS: ArgumentCheck = {
  accepts: (value) => value === undefined || isObject(value),
  text: 'Options must be an object',
};
export const SOCKET_TYPE: ArgumentCheck = {
  accepts: (value) => typeof value === 'number',
  text: 'Socket type must be a number',
};
export const MESSAGE: ArgumentCheck = {
  accepts: (value) => value !== undefined,
  text: 'Message must be present',
};
export const IDENTIFIER: ArgumentCheck = {
  accepts: (value) => typeof value === 'number',
  text: 'Identifier must be a number',
};
export const BOOLEAN_VALUE: ArgumentCheck = {
  accepts: (value) => typeof value === 'boolean',
  text: 'Option value must be a boolean',
};
export const NUMBER_VALUE: ArgumentCheck = {
  accepts: (value) => typeof value === 'number',
  text: 'Option value must be a number',
};
export const TEXT_VALUE: ArgumentCheck = {
  accepts: (value) => value === null || typeof value === 'string' || ArrayBuffer.isView(value),
  text: 'Option value must be a string or buffer',
};
export const OBSERVED_SOCKET: ArgumentCheck = { accepts: isObject, text: 'Socket must be a socket object' };
export const FRONT_END: ArgumentCheck = { accepts: isObject, text: 'Front-end must be a socket object' };
export const BACK_END: ArgumentCheck = { accepts: isObject, text: 'Back-end must be a socket object' };
