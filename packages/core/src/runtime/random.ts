import { allocateBytes, type Bytes } from './bytes.js';

/** A number from 0 up to, but without, 1: to spread load and to begin counting somewhere, never for what must stay secret. */
export const random: () => number = () => Math.random();

/** A random unsigned number of 32 bits. */
export function randomUint32(): number {
  return Math.floor(random() * 2 ** 32);
}

/** As many bytes as Web Crypto makes at a time. */
const MAX_BYTES_PER_CALL = 65_536;

/** Random bytes of the operating system, for what must stay secret. */
export function secureRandomBytes(length: number): Bytes {
  const bytes = allocateBytes(length);
  for (let at = 0; at < length; at += MAX_BYTES_PER_CALL) {
    crypto.getRandomValues(bytes.subarray(at, at + MAX_BYTES_PER_CALL) as Uint8Array<ArrayBuffer>);
  }
  return bytes;
}
