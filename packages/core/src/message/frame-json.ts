import { decodeExactly, toBase64 } from '../runtime/bytes.js';

/** A frame as JSON: text as a string, other bytes in base64. */
export type FrameJSON = string | { readonly base64: string };

/** Shows a frame as JSON without losing anything. */
export function frameToJSON(frame: Uint8Array): FrameJSON {
  try {
    return decodeExactly(frame);
  } catch {
    return { base64: toBase64(frame) };
  }
}
