/** A command of the handshake, taken apart. */
export interface ReadCommand {
  readonly name: string;
  readonly data: Buffer;
}

const LONG = 0x02;
const COMMAND = 0x04;
/** The largest command before the end of a handshake, as the engine has it. */
const MAX_COMMAND_BYTES = 65_536;

/**
 * Reads the command frame (RFC 37, "Framing") at the start of these bytes.
 *
 * @returns `undefined` while it is incomplete; a text when this is no command frame of a handshake.
 */
export function readCommandFrame(bytes: Buffer): ReadCommand | string | undefined {
  if (bytes.length === 0) return undefined;
  const flags = bytes[0] as number;
  if ((flags & ~LONG) !== COMMAND) return 'it sent something else where a command was due';
  const header = (flags & LONG) === 0 ? 2 : 9;
  if (bytes.length < header) return undefined;
  const size = header === 2 ? BigInt(bytes[1] as number) : bytes.readBigUInt64BE(1);
  if (size > MAX_COMMAND_BYTES) return `it announced a command of ${size} bytes`;
  const end = header + Number(size);
  if (bytes.length < end) return undefined;
  return commandOf(bytes.subarray(header, end)) ?? 'it sent a malformed command';
}

/** The body of a command: one byte of length, the name, the data. */
export function commandOf(body: Buffer): ReadCommand | undefined {
  const nameEnd = 1 + (body[0] ?? 0);
  if (nameEnd === 1 || nameEnd > body.length) return undefined;
  return { name: body.toString('latin1', 1, nameEnd), data: body.subarray(nameEnd) };
}
