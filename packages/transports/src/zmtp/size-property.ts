import type { Metadata } from './metadata.js';

/**
 * The property by which a socket tells its option `maxMessageSize`: the largest frame that it takes, in bytes, as a
 * decimal number. It is an application property (RFC 37, "Connection Metadata"), which other implementations ignore.
 *
 * A peer that knows the limit rejects a larger message before sending it. Without it, the receiver can only close the connection,
 * which costs the messages that were on their way, too.
 */
const NAME = 'X-Max-Message-Size';

/** The property in the spelling of {@link Metadata}. */
export const SIZE_PROPERTY = NAME.toLowerCase();

const DECIMAL = /^\d{1,16}$/;

/** The property of a socket; none when it has no limit. */
export function sizeProperties(maxMessageSize: number): readonly (readonly [name: string, value: Uint8Array])[] {
  return maxMessageSize === Infinity ? [] : [[NAME, Buffer.from(String(maxMessageSize), 'latin1')]];
}

/** The largest frame that a peer takes, in bytes; `Infinity` when it has not told, or nothing that makes sense. */
export function toldFrameLimit(metadata: Metadata): number {
  const told = metadata.get(SIZE_PROPERTY)?.toString('latin1') ?? '';
  return DECIMAL.test(told) ? Number(told) : Infinity;
}
