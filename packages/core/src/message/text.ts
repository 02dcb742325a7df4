const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Decodes bytes, or those from `start` to `end`, as UTF-8; a malformed sequence becomes U+FFFD. */
export const decodeText: (bytes: Uint8Array, start?: number, end?: number) => string =
  typeof Buffer === 'undefined'
    ? (bytes, start, end) => decoder.decode(start === undefined ? bytes : bytes.subarray(start, end))
    : (bytes, start, end) =>
        // On Node a Buffer decodes short texts several times faster than a TextDecoder.
        (bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).toString(
          'utf8',
          start,
          end,
        );

/** Encodes text as UTF-8, into a `Buffer` where there is one. */
export const encodeText: (text: string) => Uint8Array =
  typeof Buffer === 'undefined' ? (text) => encoder.encode(text) : (text) => Buffer.from(text);

/** Encodes text as UTF-8 into a buffer of its own, with nothing else in it. */
export const encodeOwnText = (text: string): Uint8Array => asFrame(encoder.encode(text));

/** Bytes from `start` to `end`, copied into a buffer of their own, with nothing else in it. */
export const copyBytes: (bytes: Uint8Array, start: number, end: number) => Uint8Array =
  typeof Buffer === 'undefined'
    ? (bytes, start, end) => bytes.slice(start, end)
    : (bytes, start, end) => {
        // `Buffer.from` would take it out of the pool that all of Node shares.
        const copy = Buffer.allocUnsafeSlow(end - start);
        (bytes as Buffer).copy(copy, 0, start, end);
        return copy;
      };

/** The same bytes, as a `Buffer` where there is one. */
export const asFrame: (bytes: Uint8Array) => Uint8Array =
  typeof Buffer === 'undefined'
    ? (bytes) => bytes
    : (bytes) => (bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
