import type { Outgoing } from '@zeromq-ts/core/spi';
import type { NativePart } from './native-binding.js';

/** Up to here the binding copies a frame; a larger one it shares until libzmq has sent it (its outgoing_msg.cc). */
const MAX_COPIED_BYTES = 128;

/** Where a small frame is copied to, to see whether its bytes are there: `set` throws a `TypeError` when they are not. */
const scratch = Buffer.alloc(MAX_COPIED_BYTES);

/**
 * A message in the form that the binding takes: it knows strings and Buffers, and would send anything else as its
 * text. Frames that it would share are copied, so that changing one after `send` changes nothing on the wire.
 *
 * @throws TypeError when a buffer has been detached: the binding would send an empty frame.
 */
export function toParts(message: Outgoing): NativePart | NativePart[] {
  return typeof message === 'string' || message instanceof Uint8Array ? toPart(message) : message.map(toPart);
}

/** The same, for a message that is kept and handed over later, perhaps again and again: nothing of it is shared. */
export function toOwnParts(message: Outgoing): NativePart | NativePart[] {
  return typeof message === 'string' || message instanceof Uint8Array ? toOwnPart(message) : message.map(toOwnPart);
}

function toPart(frame: string | Uint8Array): NativePart {
  if (typeof frame === 'string' || !(frame instanceof Buffer) || frame.byteLength > MAX_COPIED_BYTES) {
    return toOwnPart(frame);
  }
  scratch.set(frame);
  return frame;
}

function toOwnPart(frame: string | Uint8Array): NativePart {
  if (typeof frame === 'string') return frame;
  const copy = Buffer.allocUnsafe(frame.byteLength);
  copy.set(frame);
  return copy;
}
