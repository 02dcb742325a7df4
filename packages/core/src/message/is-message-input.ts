import { isMessage } from './brand.js';
import type { MessageInput } from './input.js';

/** Whether a value is meant as a message, or as part of one, and not as options. Its frames are not looked at. */
export function isMessageInput(value: unknown): value is MessageInput {
  if (typeof value === 'string' || Array.isArray(value) || ArrayBuffer.isView(value) || isMessage(value)) return true;
  if (value instanceof ArrayBuffer) return true;
  return typeof SharedArrayBuffer !== 'undefined' && value instanceof SharedArrayBuffer;
}
