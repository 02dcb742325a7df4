import { asFrame, copyBytes, encodeOwnText } from '../runtime/bytes.js';
import type { AnyMessage } from './brand.js';
import { isMessage } from './brand.js';
import type { Frame } from './frame.js';
import type { FrameInput, MessageInput } from './input.js';
import { toOutgoing } from './input.js';
import { MAX_SHARED_FRAME_BYTES } from './message-layout.js';

/** The frames of a message that an application creates; bytes are not copied. */
export function framesOf(input: MessageInput): readonly Uint8Array[] {
  const outgoing = toOutgoing(withOwnFrames(input));
  if (typeof outgoing === 'string') return [encodeOwnText(outgoing)];
  if (outgoing instanceof Uint8Array) return [asFrame(outgoing)];
  return outgoing.map((part) => (typeof part === 'string' ? encodeOwnText(part) : asFrame(part)));
}

/** Messages in what was given come with the frames that their application has. */
function withOwnFrames(input: MessageInput): MessageInput {
  if (isMessage(input)) return input.frames;
  if (!Array.isArray(input)) return input;
  const parts: readonly (FrameInput | AnyMessage)[] = input;
  return parts.flatMap((part): readonly FrameInput[] => (isMessage(part) ? part.frames : [part]));
}

/** Copies the frames that share their memory with others. */
export function copyShared(frames: readonly Uint8Array[]): readonly Frame[] {
  return frames.map((frame) =>
    frame.byteLength > MAX_SHARED_FRAME_BYTES ? frame : copyBytes(frame, 0, frame.byteLength),
  );
}

/** The bytes of all frames together. */
export function sizeOf(frames: readonly Uint8Array[]): number {
  let total = 0;
  for (let index = 0; index < frames.length; index++) total += (frames[index] as Uint8Array).length;
  return total;
}
