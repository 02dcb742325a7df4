import type { PeerCommand } from '@zeromq-ts/core/spi';
import { CONFIRM } from '@zeromq-ts/core/spi';

/** The length of the number in CONFIRM and CONFIRMED. */
export const CONFIRMATION_BYTES = 4;

/**
 * The most answers to a connection that the system has not taken. Answers are not limited by the high-water mark, so a peer
 * that asks and never reads would otherwise fill the memory.
 */
export const MAX_ANSWERS = 65_536;

/** Asks a publisher to confirm that what was sent before has arrived. */
export function confirmCommand(number: number): PeerCommand {
  const data = new Uint8Array(CONFIRMATION_BYTES);
  new DataView(data.buffer).setUint32(0, number);
  return { name: CONFIRM, data };
}

/** The number in such a command, and in the answer to it; undefined if it has none. */
export function confirmationNumber({ byteLength, buffer, byteOffset }: Uint8Array): number | undefined {
  return byteLength === CONFIRMATION_BYTES ? new DataView(buffer, byteOffset).getUint32(0) : undefined;
}
