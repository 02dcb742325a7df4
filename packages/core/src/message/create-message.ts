import type { PeerInfo } from '../events/events.js';
import type { Message } from './message.js';
import { TrustedMessage } from './message.js';
import { FRAMES, ROUTED, SHARED, TRUSTED } from './message-layout.js';

/**
 * Creates a message from frames that an engine has just created: at least one, each with a buffer of its own, in an
 * array that is no longer modified. Nothing is checked or copied.
 *
 * @param peer Who has sent it, as `setMessagePeer` has it.
 * @param routed Whether the first frame is the routing id of the peer: the message is one for a ROUTER.
 */
export function messageOfFrames(frames: readonly Uint8Array[], peer?: PeerInfo, routed = false): Message {
  return new TrustedMessage(frames, TRUSTED, routed ? FRAMES | ROUTED : FRAMES, 0, peer);
}

/**
 * Creates a message from frames (on Node, `Buffer`s) of which those of at most {@link MAX_SHARED_FRAME_BYTES} may share
 * their memory with others; that memory must not be written to any longer. They are copied when the application asks
 * for them.
 *
 * @param peer Who has sent it, as `setMessagePeer` has it.
 * @param routed Whether the first frame is the routing id of the peer: the message is one for a ROUTER.
 */
export function messageOfSharedFrames(frames: readonly Uint8Array[], peer?: PeerInfo, routed = false): Message {
  return new TrustedMessage(frames, TRUSTED, routed ? FRAMES | SHARED | ROUTED : FRAMES | SHARED, 0, peer);
}

/**
 * Creates a message from one frame inside a block (on Node, a `Buffer`) that is no longer written to. The frame is
 * copied when the application asks for it; until then, the message keeps the whole block alive.
 *
 * @param peer Who has sent it, as `setMessagePeer` has it.
 */
export function messageFromSlice(block: Uint8Array, start: number, end: number, peer?: PeerInfo): Message {
  return new TrustedMessage(block, TRUSTED, start, end, peer);
}
