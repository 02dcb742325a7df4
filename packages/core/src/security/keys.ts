import { z85Decode } from './z85.js';

/** The length of a key in bytes, and as Z85 text. */
export const CURVE_KEY_BYTES = 32;
const KEY_TEXT_LENGTH = 40;

export function isKey(value: unknown): value is string | Uint8Array {
  if (value instanceof Uint8Array) return value.byteLength === CURVE_KEY_BYTES;
  if (typeof value !== 'string' || value.length !== KEY_TEXT_LENGTH) return false;
  try {
    z85Decode(value);
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with a string that is not a key. Shows no character of it. */
export function describeKey(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (value.length === 2 * CURVE_KEY_BYTES && /^[0-9a-f]+$/i.test(value)) {
    return `${value.length} hexadecimal digits, which have to be decoded to bytes first`;
  }
  if (value.length !== KEY_TEXT_LENGTH) return undefined;
  return `a string of ${KEY_TEXT_LENGTH} characters that is not valid Z85 text`;
}

/** Which of several keys is none. */
export function describeKeys(value: unknown): string | undefined {
  if (!isList(value)) return undefined;
  let index = 0;
  for (const item of value) {
    if (!isKey(item)) {
      const what =
        describeKey(item) ?? (typeof item === 'string' ? `a string of ${item.length} characters` : 'something else');
      return `a list whose item ${index} is no key (a key is 40 characters of Z85 text, or 32 bytes) but ${what}`;
    }
    index++;
  }
  return undefined;
}

function isList(value: unknown): value is Iterable<unknown> {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false;
  return typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function';
}

/** The bytes of a key; a copy, so that later changes of the argument have no effect. */
export function keyBytes(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? z85Decode(value) : Uint8Array.from(value);
}

export function areKeys(value: unknown): value is Iterable<string | Uint8Array> {
  if (!isList(value)) return false;
  for (const item of value) if (!isKey(item)) return false;
  return true;
}
