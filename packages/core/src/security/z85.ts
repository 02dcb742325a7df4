import { showValue } from '../errors/show-value.js';
import { ZMQError } from '../errors/zmq-error.js';

/*
 * RFC 32: four bytes, as one number (BE), are five digits to the base of 85.
 */
const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';
const MAX_GROUP = 0xffff_ffff;

/**
 * Encodes bytes as Z85 text (RFC 32), the text form of keys.
 *
 * @throws ZMQError `EINVAL` when their number is not a multiple of 4.
 */
export function z85Encode(bytes: Uint8Array): string {
  if (!(bytes instanceof Uint8Array)) {
    throw new ZMQError('EINVAL', `z85Encode takes bytes (a Uint8Array), not ${showValue(bytes)}.`);
  }
  if (bytes.byteLength % 4 !== 0) {
    throw new ZMQError('EINVAL', `Z85 encodes a multiple of 4 bytes; these are ${bytes.byteLength}.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let at = 0; at < bytes.byteLength; at += 4) {
    const group = view.getUint32(at);
    for (let divisor = 85 ** 4; divisor >= 1; divisor /= 85) text += ALPHABET[Math.floor(group / divisor) % 85];
  }
  return text;
}

/**
 * Decodes Z85 text (RFC 32). Errors do not show the text, which may be a key.
 *
 * @throws ZMQError `EINVAL` when the length is not a multiple of 5, for characters outside the alphabet, and for a
 * group of more than 32 bits.
 */
export function z85Decode(text: string): Uint8Array {
  if (typeof text !== 'string') throw new ZMQError('EINVAL', `z85Decode takes a string, not ${showValue(text)}.`);
  if (text.length % 5 !== 0) {
    throw new ZMQError('EINVAL', `Z85 text has a multiple of 5 characters; this has ${text.length}.`);
  }
  const bytes = new Uint8Array((text.length / 5) * 4);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at += 5) {
    let group = 0;
    for (let index = at; index < at + 5; index++) {
      const digit = ALPHABET.indexOf(text.charAt(index));
      if (digit === -1) {
        throw new ZMQError(
          'EINVAL',
          `The character at index ${index} of this text is not in the Z85 alphabet (RFC 32).`,
        );
      }
      group = group * 85 + digit;
    }
    if (group > MAX_GROUP) {
      throw new ZMQError(
        'EINVAL',
        `The five characters at index ${at} of this text are not valid Z85: their value exceeds 32 bits.`,
      );
    }
    view.setUint32((at / 5) * 4, group);
  }
  return bytes;
}
