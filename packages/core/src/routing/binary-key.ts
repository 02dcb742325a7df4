/**
 * Bytes as a string with one character for each (Latin-1), to look them up in a `Map`: equal bytes give equal strings,
 * whatever the bytes are.
 */
export const binaryKey: (bytes: Uint8Array) => string =
  typeof Buffer === 'undefined'
    ? (bytes) => {
        let key = '';
        for (const byte of bytes) key += String.fromCharCode(byte);
        return key;
      }
    : (bytes) =>
        (bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).toString(
          'latin1',
        );
