import { globalObject } from '../runtime/environment.js';

/**
 * What all copies of a package in one thread share, under a name that says its format: `core/engine@1`. It lives in a
 * `Symbol.for` slot of the global object, because two copies of a package have no module in common.
 *
 * Each format has a slot of its own. Copies of one format find the same object; copies of different formats live side by
 * side in one process, each with its own.
 *
 * @param make Makes what the slot holds, if no copy has done it yet.
 */
export function sharedSlot<T extends object>(name: string, make: () => T): T {
  const key = keyOf(name);
  const found = globalObject[key] as T | undefined;
  if (found !== undefined) return found;
  const made = make();
  Object.defineProperty(globalObject, key, { value: made });
  return made;
}

const PREFIX = '@zeromq-ts/';

function keyOf(name: string): symbol {
  return Symbol.for(`${PREFIX}${name}`);
}

/** The other formats of a slot that are in use in this thread: `['engine@1']` for `core/engine@2`. */
export function otherFormats(name: string): readonly string[] {
  const stem = `${PREFIX}${name.slice(0, name.indexOf('@') + 1)}`;
  return Object.getOwnPropertySymbols(globalObject)
    .map((key) => key.description ?? '')
    .filter((description) => description.startsWith(stem) && description !== PREFIX + name)
    .map((description) => description.slice(description.lastIndexOf('/') + 1));
}
