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

/** Up to so many bytes are copied one by one, which costs less than a call that copies them. */
const MAX_BYTES_COPIED_SINGLY = 32;

/** Bytes from `start` to `end`, copied into a buffer of their own, with nothing else in it. */
export const copyBytes: (bytes: Uint8Array, start: number, end: number) => Uint8Array =
  typeof Buffer === 'undefined'
    ? (bytes, start, end) => bytes.slice(start, end)
    : (bytes, start, end) => {
        const size = end - start;
        const copy = ownBuffer(size);
        if (size > MAX_BYTES_COPIED_SINGLY) (bytes as Buffer).copy(copy, 0, start, end);
        else for (let index = 0; index < size; index++) copy[index] = bytes[start + index] as number;
        return copy;
      };

/** Makes a `Buffer` that shares its memory with no other: `Buffer.from` would take it out of the pool of Node. */
const ownBuffer: (size: number) => Buffer = typeof Buffer === 'undefined' ? noBuffer : bufferMaker();

/**
 * The class behind `Buffer`, where it can be had, makes a buffer faster than `Buffer.allocUnsafeSlow`. Up to 64 bytes, V8
 * allocates the `ArrayBuffer` only when it is asked for.
 */
function bufferMaker(): (size: number) => Buffer {
  const BufferClass = (Buffer as unknown as { [Symbol.species]?: new (size: number) => Buffer })[Symbol.species];
  if (typeof BufferClass !== 'function' || (BufferClass as unknown) === Buffer) return allocate;
  try {
    const sample = new BufferClass(3);
    const usable = sample instanceof Buffer && sample.length === 3 && sample.buffer.byteLength === 3;
    return usable ? (size) => new BufferClass(size) : allocate;
  } catch {
    return allocate;
  }
}

function allocate(size: number): Buffer {
  return Buffer.allocUnsafeSlow(size);
}

function noBuffer(): never {
  throw new Error('There is no Buffer here.');
}

/** The same bytes, as a `Buffer` where there is one. */
export const asFrame: (bytes: Uint8Array) => Uint8Array =
  typeof Buffer === 'undefined'
    ? (bytes) => bytes
    : (bytes) => (bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
