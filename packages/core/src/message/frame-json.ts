/** A frame as JSON: text as a string, other bytes in base64. */
export type FrameJSON = string | { readonly base64: string };

// Neither replaces malformed bytes nor leaves out a byte order mark: what comes out stands for the same bytes.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Shows a frame as JSON without losing anything. */
export function frameToJSON(frame: Uint8Array): FrameJSON {
  try {
    return decoder.decode(frame);
  } catch {
    return { base64: toBase64(frame) };
  }
}

const toBase64: (bytes: Uint8Array) => string =
  typeof Buffer === 'undefined'
    ? (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    : (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
