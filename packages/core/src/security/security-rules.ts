import type { OptionRule, OptionRules } from '../options/option-rule.js';
import { LONGEST_DURATION } from '../options/option-rule.js';
import type { SecurityOptions } from '../options/security-options.js';
import { textLength } from '../runtime/bytes.js';
import { z85Decode } from './z85.js';

/** The length of a key in bytes, and as Z85 text. */
export const KEY_LENGTH = 32;
const KEY_TEXT_LENGTH = 40;

const flag: OptionRule = { accepts: 'true or false', fallback: false, check: (value) => typeof value === 'boolean' };

const key: OptionRule = {
  accepts: 'a key: 40 characters of Z85 text, or 32 bytes',
  fallback: undefined,
  confidential: true,
  describe: describeKey,
  check: isKey,
};

const name: OptionRule = {
  accepts: 'a name of 1 to 255 bytes in UTF-8',
  fallback: undefined,
  check: (value) => isText(value) && value !== '',
};

/**
 * The options that concern security; what they mean together is for `resolveSecurity`. Nothing here is computed, so
 * that bundlers leave it out where no engine asks for it.
 */
export const SECURITY_RULES = {
  plainServer: flag,
  plainUsername: name,
  plainPassword: {
    accepts: 'a password of 0 to 255 bytes in UTF-8',
    fallback: undefined,
    confidential: true,
    check: (value: unknown) => isText(value),
  },
  curveServer: flag,
  curvePublicKey: key,
  curveSecretKey: key,
  curveServerKey: key,
  securityDomain: name,
  authenticate: {
    accepts: 'a function, an object with a method authenticate, or a set of public keys',
    fallback: undefined,
    confidential: true,
    describe: describeKeys,
    check: (value: unknown) => typeof value === 'function' || isAuthenticator(value) || areKeys(value),
  },
  authenticateTimeout: {
    accepts: 'milliseconds from 1 to 2147483647, or Infinity',
    fallback: 5000,
    check: (value: unknown) =>
      typeof value === 'number' && value >= 1 && (value === Infinity || value <= LONGEST_DURATION),
  },
} satisfies OptionRules<SecurityOptions>;

/** The name of an option that concerns security. */
export type SecurityOptionName = keyof typeof SECURITY_RULES;

function isText(value: unknown): value is string {
  return typeof value === 'string' && textLength(value) <= 255;
}

export function isKey(value: unknown): value is string | Uint8Array {
  if (value instanceof Uint8Array) return value.byteLength === KEY_LENGTH;
  if (typeof value !== 'string' || value.length !== KEY_TEXT_LENGTH) return false;
  try {
    z85Decode(value);
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with a string that is not a key. Shows no character of it. */
function describeKey(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (value.length === 2 * KEY_LENGTH && /^[0-9a-f]+$/i.test(value)) {
    return `${value.length} hexadecimal digits, which have to be decoded to bytes first`;
  }
  if (value.length !== KEY_TEXT_LENGTH) return undefined;
  return `a string of ${KEY_TEXT_LENGTH} characters that is not valid Z85 text`;
}

/** Which of several keys is none. */
function describeKeys(value: unknown): string | undefined {
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
export function keyOctets(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? z85Decode(value) : Uint8Array.from(value);
}

export function isAuthenticator(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { authenticate?: unknown }).authenticate === 'function'
  );
}

export function areKeys(value: unknown): value is Iterable<string | Uint8Array> {
  if (!isList(value)) return false;
  for (const item of value) if (!isKey(item)) return false;
  return true;
}
