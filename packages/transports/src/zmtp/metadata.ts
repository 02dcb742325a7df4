import { ProtocolError } from './protocol-error.js';

/*
 * RFC 37, "Connection Metadata": properties, one after the other up to the end of the command.
 *
 *   +-------------+------+--------------+-------+
 *   | name length | name | value length | value |  …
 *   +-------------+------+--------------+-------+
 *         1         1-255     4 (BE)
 */

/** The properties of a peer, by their names in lower case: names are compared without regard to case. */
export type Metadata = ReadonlyMap<string, Buffer>;

const NAME = /^[A-Za-z0-9\-_.+]+$/;
const ONLY_ONCE: ReadonlySet<string> = new Set(['socket-type', 'identity']);
const MAX_VALUE_BYTES = 0x7fff_ffff;

/**
 * Reads the properties of a peer. Of a property that comes twice the first counts, except that Socket-Type and
 * Identity may not come twice.
 */
export function parseMetadata(bytes: Buffer): Metadata {
  const properties = new Map<string, Buffer>();
  let at = 0;
  while (at < bytes.length) {
    const nameStart = at + 1;
    const nameEnd = nameStart + (bytes[at] as number);
    const valueStart = nameEnd + 4;
    if (valueStart > bytes.length) throw malformed('a property that ends in its name or its length');
    const name = bytes.toString('latin1', nameStart, nameEnd);
    if (!NAME.test(name)) throw malformed('a name that is empty, or has other characters than A-Z, a-z, 0-9, - _ . +');
    const length = bytes.readUInt32BE(nameEnd);
    if (length > MAX_VALUE_BYTES || length > bytes.length - valueStart) {
      throw malformed(`a value of ${length} bytes, of which only ${bytes.length - valueStart} are present`);
    }
    at = valueStart + length;
    const key = name.toLowerCase();
    if (!properties.has(key)) properties.set(key, bytes.subarray(valueStart, at));
    else if (ONLY_ONCE.has(key)) throw malformed(`${key} twice`);
  }
  return properties;
}

/** Encodes properties, their names spelled as given. */
export function encodeMetadata(properties: Iterable<readonly [name: string, value: Uint8Array]>): Buffer {
  const parts: Uint8Array[] = [];
  for (const [name, value] of properties) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(value.byteLength);
    parts.push(Buffer.of(name.length), Buffer.from(name, 'latin1'), length, value);
  }
  return Buffer.concat(parts);
}

function malformed(what: string): ProtocolError {
  return new ProtocolError(`The metadata of the peer is malformed: it has ${what}.`).of('ERR_ZMTP_INVALID_METADATA');
}
