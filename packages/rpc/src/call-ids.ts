/**
 * The ids of calls. Those of an {@link RpcClient} are numbers in decimal, which cost the least to write and to read; a server
 * returns whatever bytes a client has chosen.
 */

const ZERO = 48;
const NINE = 57;
/** Every whole number of at most 15 digits is exact. */
const MAX_DIGITS = 15;

/**
 * @returns what stands for an id in a `Map`: the number that it is in decimal, without leading zeros; `undefined` when it is
 * no such number.
 */
export function numericId(bytes: Uint8Array): number | undefined {
  const { length } = bytes;
  if (length === 0 || length > MAX_DIGITS || (bytes[0] === ZERO && length > 1)) return undefined;
  let number = 0;
  for (let index = 0; index < length; index++) {
    const digit = bytes[index] as number;
    if (digit < ZERO || digit > NINE) return undefined;
    number = number * 10 + (digit - ZERO);
  }
  return number;
}
