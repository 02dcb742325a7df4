/** The bytes of hexadecimal digits; `undefined` for anything else, which Node would cut off. */
export function fromHex(text: string): Buffer | undefined {
  return /^(?:[\da-f]{2})*$/iu.test(text) ? Buffer.from(text, 'hex') : undefined;
}

/** The bytes of base64 with its padding; `undefined` for anything else, of which Node would leave out letters. */
export function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
