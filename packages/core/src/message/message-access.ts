import type { PeerInfo } from '../events/events.js';
import type { AnyMessage } from './brand.js';
import type { Frame } from './frame.js';

/** What wants to see a frame where it lies: in a block, from `start` to `end`. */
export interface PrefixMatcher {
  look(block: Uint8Array, start: number, end: number): boolean;
}

/**
 * What this package does with a message beside what its public members do. Each copy of the package puts its own
 * functions on the prototype of its messages, where all copies find them: the private fields of a message can be read by
 * the copy that has made it, and by no other.
 */
export interface MessageAccess {
  /**
   * The frames where they lie. They may be parts of a block that other messages lie in, too: they are for reading and for
   * passing on, and never come into the hands of the application.
   */
  framesInPlace(message: AnyMessage): readonly Uint8Array[];
  /** The bytes of the frames, and an overhead for each frame. */
  weigh(message: AnyMessage): number;
  /** Shows the first frame where it lies, and returns what the looker says. */
  matchFirstFrame(message: AnyMessage, looker: PrefixMatcher): boolean;
  setPeer(message: AnyMessage, peer: PeerInfo): void;
  /** The frames, for the program alone. Absent in older releases. */
  takeFrames?(message: AnyMessage): Frame[];
}

/** Where the access to a message is. The number is raised when `MessageAccess` changes incompatibly. */
const ACCESS = Symbol.for('@zeromq-ts/core/message@1');

interface Accessible {
  readonly [ACCESS]: MessageAccess;
}

/** Gives all copies of this package access to the messages of this prototype. */
export function giveAccess(prototype: object, access: MessageAccess): void {
  Object.defineProperty(prototype, ACCESS, { value: Object.freeze(access) });
}

/**
 * The frames of a message where they lie. A message of a release whose access is another one gives those that its
 * application gets.
 */
export function framesInPlace(message: AnyMessage): readonly Uint8Array[] {
  const access = (message as AnyMessage & Partial<Accessible>)[ACCESS];
  return access === undefined ? message.frames : access.framesInPlace(message);
}

/**
 * The frames of a message that was received, in an array that may be changed: the message must not be used afterwards. It
 * saves the copy of the array that `message.frames.slice()` is.
 */
export function takeFrames(message: AnyMessage): Frame[] {
  const access = (message as AnyMessage & Partial<Accessible>)[ACCESS];
  return access?.takeFrames === undefined ? message.frames.slice() : access.takeFrames(message);
}

/** What a message counts where bytes are limited: those of its frames, and an overhead for each frame. */
export function weightOfMessage(message: AnyMessage): number {
  return accessTo(message).weigh(message);
}

/** Shows the first frame of a message, without cutting it out, and returns what the looker says. */
export function matchFirstFrame(message: AnyMessage, looker: PrefixMatcher): boolean {
  return accessTo(message).matchFirstFrame(message, looker);
}

/** Sets the peer that has sent a message. */
export function setMessagePeer(message: AnyMessage, peer: PeerInfo): void {
  accessTo(message).setPeer(message, peer);
}

/** Of messages of an engine, whose seam says that they have it. */
function accessTo(message: AnyMessage): MessageAccess {
  return (message as AnyMessage & Accessible)[ACCESS];
}
