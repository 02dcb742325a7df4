import { allocateBytes, type Bytes } from '@zeromq-ts/core/spi';

/** Bytes one after the other, in memory of their own. There may be no `Buffer`: a page has CURVE, too. */
export function joinBytes(...parts: readonly Uint8Array[]): Bytes {
  const joined = allocateBytes(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.byteLength;
  }
  return joined;
}
