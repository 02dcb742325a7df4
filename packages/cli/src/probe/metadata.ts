import type { Ready } from './finding.js';

/*
 * RFC 37, "Connection Metadata": properties, one after the other up to the end of the command.
 *
 *   +-------------+------+--------------+-------+
 *   | name length | name | value length | value |  …
 *   +-------------+------+--------------+-------+
 *         1         1-255     4 (BE)
 */

/** Reads the data of a READY command; `undefined` when it is malformed. Names are not checked: they are only shown. */
export function parseReady(data: Buffer): Ready | undefined {
  let socketType: string | undefined;
  let identity: Buffer | undefined;
  const properties: [string, Buffer][] = [];
  for (let at = 0; at < data.length;) {
    const nameEnd = at + 1 + (data[at] as number);
    const valueStart = nameEnd + 4;
    if (nameEnd === at + 1 || valueStart > data.length) return undefined;
    const valueEnd = valueStart + data.readUInt32BE(nameEnd);
    if (valueEnd > data.length) return undefined;
    const name = data.toString('latin1', at + 1, nameEnd);
    const value = data.subarray(valueStart, valueEnd);
    if (/^socket-type$/i.test(name)) socketType ??= value.toString('latin1');
    else if (/^identity$/i.test(name)) identity ??= value;
    else properties.push([name, value]);
    at = valueEnd;
  }
  return { socketType, identity, properties };
}
