/** Bytes or text in chunks of any size: a file stream, a `Readable`, a `ReadableStream`, an array. */
export type ByteSource = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/** Its chunks as bytes. */
export async function* bytesOf(source: ByteSource): AsyncGenerator<Buffer, void, undefined> {
  // A string is iterable by its characters: what is meant is the whole.
  for await (const chunk of typeof source === 'string' ? [source] : source) {
    yield typeof chunk === 'string'
      ? Buffer.from(chunk)
      : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
}
