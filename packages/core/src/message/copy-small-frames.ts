import { copyOfBytes } from '../runtime/bytes.js';
import type { Outgoing } from './input.js';

/** The same message, in which frames of bytes of up to a size are copies. Text is immutable. */
export function copySmallFrames(message: Outgoing, maxBytes: number): Outgoing {
  if (typeof message === 'string' || message instanceof Uint8Array) return copySmall(message, maxBytes);
  return message.map((frame) => copySmall(frame, maxBytes));
}

function copySmall<Frame extends string | Uint8Array>(frame: Frame, maxBytes: number): Frame | Uint8Array {
  if (typeof frame === 'string' || frame.byteLength > maxBytes) return frame;
  return copyOfBytes(frame);
}
