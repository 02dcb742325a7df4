import type { Outgoing } from '../message/input.js';
import { byteLength } from '../message/input.js';

// The message that a socket is sending now. The socket and each pipe that it is written to count its bytes, and measuring
// a text costs as much as encoding it.
let current: Outgoing | undefined;
let currentBytes = 0;

/** Measures a message that is sent now: until `endSend`, `sizeOfSent` knows it. */
export function beginSend(message: Outgoing): number {
  current = message;
  return (currentBytes = byteLength(message));
}

/** The message is sent, or could not be. */
export function endSend(): void {
  current = undefined;
}

/** The bytes of a message that is written to a pipe. */
export function sizeOfSent(message: Outgoing): number {
  return message === current ? currentBytes : byteLength(message);
}
