import { type PeerCommand, ZMQError } from '@zeromq-ts/core/spi';

/**
 * The command by which a PULL allows a PUSH to send it a number of further messages; the data is that number, of 4 bytes,
 * big-endian. It is not part of RFC 37: peers that do not know it ignore it.
 */
export const CREDIT = 'CREDIT';

/** The most messages that a PULL can have allowed. */
export const MAX_CREDIT_MESSAGES = 2 ** 20;

const CREDIT_BYTES = 4;

/** Allows a number of further messages. */
export function creditCommand(messages: number): PeerCommand {
  const data = new Uint8Array(CREDIT_BYTES);
  new DataView(data.buffer).setUint32(0, messages);
  return { name: CREDIT, data };
}

/** The number in such a command; 0 if it is malformed. */
export function creditOf({ byteLength, buffer, byteOffset }: Uint8Array): number {
  return byteLength === CREDIT_BYTES ? new DataView(buffer, byteOffset).getUint32(0) : 0;
}

/** A message that is replaced is never done, so its credit would be lost. */
export function refuseConflate(option: string, conflate: boolean | undefined): void {
  if (conflate === true) {
    throw new ZMQError('EINVAL', `conflate cannot be combined with ${option}: leave one of the two out.`);
  }
}
