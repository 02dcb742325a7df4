import { UsageError } from '../errors/command-error.js';
import { printable } from '../output/printable.js';

/** What is read back as it is written: printable ASCII that does not look like digits, and has no escape. */
const PLAIN = /^(?!0x)[ -[\]-~]+$/iu;

/** A routing id as text: as it is if it is printable ASCII, or else `0x` and hexadecimal digits. `routingIdFrom` reads it. */
export function routingIdText(id: Uint8Array): string {
  const bytes = Buffer.from(id.buffer, id.byteOffset, id.byteLength);
  const text = bytes.toString('latin1');
  return PLAIN.test(text) ? text : `0x${bytes.toString('hex')}`;
}

/** A routing id: text, or `0x` and hexadecimal digits. */
export function routingIdFrom(text: string, what: string): Uint8Array {
  if (!text.startsWith('0x')) return Buffer.from(text);
  if (/^0x(?:[\da-f]{2})+$/iu.test(text)) return Buffer.from(text.slice(2), 'hex');
  throw new UsageError(`${what} is text, or 0x and an even number of hexadecimal digits, not "${printable(text)}".`);
}

/** The same of what was read as a frame. */
export function routingIdOfFrame(frame: Uint8Array, what: string): Uint8Array {
  return frame[0] === 0x30 && frame[1] === 0x78 ? routingIdFrom(Buffer.from(frame).toString('latin1'), what) : frame;
}
