import { LENGTH, LONG, MEDIUM, OPCODE } from '../framing/opcodes.js';

/** A frame that has no mask and is not fragmented, as `WebSocketWriter` makes them for clients. */
export interface WrittenFrame {
  readonly opcode: number;
  readonly payload: Buffer;
  readonly rest: Buffer;
}

/** Takes the first frame; `undefined` when it is not there as a whole. */
export function takeFrame(bytes: Buffer): WrittenFrame | undefined {
  if (bytes.length < 2) return undefined;
  let size = (bytes[1] as number) & LENGTH;
  const start = size === LONG ? 10 : size === MEDIUM ? 4 : 2;
  if (bytes.length < start) return undefined;
  if (size === MEDIUM) size = bytes.readUInt16BE(2);
  else if (size === LONG) size = Number(bytes.readBigUInt64BE(2));
  const end = start + size;
  if (bytes.length < end) return undefined;
  return { opcode: (bytes[0] as number) & OPCODE, payload: bytes.subarray(start, end), rest: bytes.subarray(end) };
}
