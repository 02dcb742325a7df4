import type { OptionRule } from '../options/option-rule.js';
import { textLength } from '../runtime/bytes.js';

/** An option of a mechanism that is true or false. */
export const SECURITY_FLAG: OptionRule = {
  accepts: 'true or false',
  fallback: false,
  check: (value) => typeof value === 'boolean',
};

/** An option of a mechanism that is a name. */
export const SECURITY_NAME: OptionRule = {
  accepts: 'a name of 1 to 255 bytes, as text (UTF-8) or bytes',
  fallback: undefined,
  check: (value) => isSecurityText(value) && value.length > 0,
};

export function isSecurityText(value: unknown): value is string | Uint8Array {
  if (value instanceof Uint8Array) return value.byteLength <= 255;
  return typeof value === 'string' && textLength(value) <= 255;
}

export function isAuthenticator(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { authenticate?: unknown }).authenticate === 'function'
  );
}
