/**
 * Text and bytes, by Node's `Buffer` where there is one, which is several times faster for short texts, and by what
 * browsers have otherwise. No other file of this package uses `Buffer`, `TextEncoder` or `TextDecoder`.
 */

/**
 * Bytes as the runtime has them: a `Buffer` on Node, wherever the types of Node are there (`@types/node`), and otherwise a
 * `Uint8Array` (docs/decisions/runtime-in-one-place.md).
 */
export type Bytes = typeof globalThis extends { Buffer: { isBuffer(value: unknown): value is infer NodeBuffer } }
  ? NodeBuffer extends Uint8Array
    ? NodeBuffer
    : Uint8Array
  : Uint8Array;

/** The members of a `Buffer` that are used. */
interface NodeBuffer extends Uint8Array {
  copy(target: Uint8Array, targetStart: number, start: number, end: number): number;
  toString(encoding?: 'utf8' | 'latin1' | 'base64', start?: number, end?: number): string;
  write(text: string, start: number): number;
}

/** The same of its class. */
interface NodeBufferClass {
  new (size: number): NodeBuffer;
  from(text: string): NodeBuffer;
  from(buffer: ArrayBufferLike, start: number, length: number): NodeBuffer;
  byteLength(text: string): number;
  allocUnsafe(size: number): NodeBuffer;
  allocUnsafeSlow(size: number): NodeBuffer;
}

// Without the types of Node, so that this package compiles, and is used, without them.
declare const Buffer: NodeBufferClass;

const decoder = new TextDecoder();
const encoder = new TextEncoder();
// Neither replaces malformed bytes nor leaves out a byte order mark: what comes out stands for the same bytes.
const exactDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function bufferOf(bytes: Uint8Array): NodeBuffer {
  return bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

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

/** Decodes bytes as UTF-8. @throws TypeError when they are malformed. */
export function decodeExactly(bytes: Uint8Array): string {
  return exactDecoder.decode(bytes);
}

/** Encodes text as UTF-8, into a `Buffer` where there is one. */
export const encodeText: (text: string) => Bytes =
  typeof Buffer === 'undefined' ? (text) => encoder.encode(text) : (text) => Buffer.from(text);

/** Encodes text as UTF-8 into a buffer of its own, with nothing else in it. */
export const encodeOwnText = (text: string): Bytes => asFrame(encoder.encode(text));

/** The number of bytes of a text in UTF-8. */
export const textLength: (text: string) => number =
  typeof Buffer === 'undefined' ? (text) => encoder.encode(text).byteLength : (text) => Buffer.byteLength(text);

/** Writes text as UTF-8 into bytes that have room for it. @returns how many bytes it took. */
export const writeText: (bytes: Uint8Array, text: string, start: number) => number =
  typeof Buffer === 'undefined'
    ? (bytes, text, start) => encoder.encodeInto(text, bytes.subarray(start)).written
    : (bytes, text, start) => (bytes as NodeBuffer).write(text, start);

/** Bytes of any content in memory of their own; on Node a `Buffer` outside of its pool. */
export const allocateBytes: (size: number) => Bytes =
  typeof Buffer === 'undefined' ? (size) => new Uint8Array(size) : (size) => Buffer.allocUnsafeSlow(size);

/** Up to this size, bytes are copied one by one, which is faster than a copying call. */
const MAX_BYTES_COPIED_SINGLY = 32;

/** Bytes from `start` to `end`, copied into a buffer of their own, with nothing else in it. */
export const copyBytes: (bytes: Uint8Array, start: number, end: number) => Bytes =
  typeof Buffer === 'undefined'
    ? (bytes, start, end) => bytes.slice(start, end)
    : (bytes, start, end) => {
        const size = end - start;
        const copy = ownBuffer(size);
        if (size > MAX_BYTES_COPIED_SINGLY) (bytes as NodeBuffer).copy(copy, 0, start, end);
        else for (let index = 0; index < size; index++) copy[index] = bytes[start + index] as number;
        return copy;
      };

/** Up to this size, V8 has the bytes of a typed array on its own heap, and an `ArrayBuffer` only when it is asked for. */
const MAX_BYTES_ON_HEAP = 64;

/** The same bytes once more. Above 64 bytes, on Node, their buffer has other things in it. */
export const copyOfBytes: (bytes: Uint8Array) => Bytes =
  typeof Buffer === 'undefined'
    ? (bytes) => bytes.slice()
    : (bytes) => {
        const size = bytes.length;
        const copy = size > MAX_BYTES_ON_HEAP ? Buffer.allocUnsafe(size) : ownBuffer(size);
        if (size > MAX_BYTES_COPIED_SINGLY) copy.set(bytes);
        else for (let index = 0; index < size; index++) copy[index] = bytes[index] as number;
        return copy;
      };

/** Makes a `Buffer` that shares its memory with no other: `Buffer.from` would take it out of the pool of Node. */
const ownBuffer: (size: number) => NodeBuffer = typeof Buffer === 'undefined' ? noBuffer : bufferMaker();

/**
 * The class behind `Buffer`, where it can be had, makes a buffer faster than `Buffer.allocUnsafeSlow`.
 */
function bufferMaker(): (size: number) => NodeBuffer {
  const BufferClass = (Buffer as unknown as { [Symbol.species]?: new (size: number) => NodeBuffer })[Symbol.species];
  if (typeof BufferClass !== 'function' || (BufferClass as unknown) === Buffer) return allocate;
  try {
    const sample = new BufferClass(3);
    const usable = sample instanceof Buffer && sample.length === 3 && sample.buffer.byteLength === 3;
    return usable ? (size) => new BufferClass(size) : allocate;
  } catch {
    return allocate;
  }
}

function allocate(size: number): NodeBuffer {
  return Buffer.allocUnsafeSlow(size);
}

function noBuffer(): never {
  throw new Error('This runtime has no Buffer.');
}

/** The same bytes, as a `Buffer` where there is one. */
export const asFrame: (bytes: Uint8Array) => Bytes = typeof Buffer === 'undefined' ? (bytes) => bytes : bufferOf;

/** Bytes in base64. */
export const toBase64: (bytes: Uint8Array) => string =
  typeof Buffer === 'undefined'
    ? (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    : (bytes) => bufferOf(bytes).toString('base64');

/**
 * Bytes as a string with one character for each (Latin-1), to look them up in a `Map`: equal bytes give equal strings,
 * whatever the bytes are.
 */
export const binaryKey: (bytes: Uint8Array) => string =
  typeof Buffer === 'undefined'
    ? (bytes) => {
        let key = '';
        for (const byte of bytes) key += String.fromCharCode(byte);
        return key;
      }
    : (bytes) =>
        (bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).toString(
          'latin1',
        );
