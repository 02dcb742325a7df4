import { createHash } from 'node:crypto';

/** A frame of RFC 6455, written independently of the package. */
export interface RawFrame {
  readonly opcode: number;
  readonly payload: Buffer;
  readonly fin: boolean;
  readonly masked: boolean;
}

/** How a frame is written; by default well-formed, as a client sends it. */
export interface RawFrameOptions {
  readonly opcode?: number;
  readonly fin?: boolean;
  /** RSV1 is 4, RSV2 2, RSV3 1. */
  readonly rsv?: number;
  readonly masked?: boolean;
  /** The length that is announced, and in how many bytes. */
  readonly length?: bigint;
  readonly lengthBytes?: 0 | 2 | 8;
}

const MASK = Buffer.from('37fa213d', 'hex');

/** Writes one frame. */
export function rawFrame(payload: string | Uint8Array, options: RawFrameOptions = {}): Buffer {
  const { opcode = 2, fin = true, rsv = 0, masked = true } = options;
  const bytes = Buffer.from(payload as string);
  const length = options.length ?? BigInt(bytes.length);
  const lengthBytes = options.lengthBytes ?? (length < 126n ? 0 : length < 65_536n ? 2 : 8);
  const head = Buffer.alloc(2 + lengthBytes);
  head[0] = (fin ? 0x80 : 0) | (rsv << 4) | opcode;
  head[1] = (masked ? 0x80 : 0) | (lengthBytes === 0 ? Number(length) : lengthBytes === 2 ? 126 : 127);
  if (lengthBytes === 2) head.writeUInt16BE(Number(length), 2);
  if (lengthBytes === 8) head.writeBigUInt64BE(length, 2);
  if (!masked) return Buffer.concat([head, bytes]);
  return Buffer.concat([head, MASK, bytes.map((byte, index) => byte ^ (MASK[index % 4] as number))]);
}

/** Reads the frames that are whole, and gives what is left. */
export function readFrames(bytes: Buffer): { frames: RawFrame[]; rest: Buffer } {
  const frames: RawFrame[] = [];
  let at = 0;
  for (;;) {
    const start = at;
    if (bytes.length < at + 2) return { frames, rest: bytes.subarray(start) };
    const first = bytes[at] as number;
    const second = bytes[at + 1] as number;
    const masked = (second & 0x80) !== 0;
    let length = second & 0x7f;
    at += 2;
    const extended = length === 126 ? 2 : length === 127 ? 8 : 0;
    const header = extended + (masked ? 4 : 0);
    if (bytes.length < at + header) return { frames, rest: bytes.subarray(start) };
    if (extended === 2) length = bytes.readUInt16BE(at);
    if (extended === 8) length = Number(bytes.readBigUInt64BE(at));
    const mask = masked ? bytes.subarray(at + extended, at + header) : Buffer.alloc(4);
    at += header;
    if (bytes.length < at + length) return { frames, rest: bytes.subarray(start) };
    const payload = Buffer.from(bytes.subarray(at, at + length)).map(
      (byte, index) => byte ^ (mask[index % 4] as number),
    );
    frames.push({ opcode: first & 15, fin: (first & 0x80) !== 0, masked, payload: Buffer.from(payload) });
    at += length;
  }
}

/** The command READY of a socket type, as the payload of a message (RFC 45). */
export function ready(type: string, identity?: string, others: Readonly<Record<string, string>> = {}): Buffer {
  const property = (name: string, value: string): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(value.length);
    return Buffer.concat([Buffer.of(name.length), Buffer.from(name), length, Buffer.from(value)]);
  };
  const properties = [
    property('Socket-Type', type),
    ...(identity === undefined ? [] : [property('Identity', identity)]),
    ...Object.entries(others).map(([name, value]) => property(name, value)),
  ];
  return Buffer.concat([Buffer.from('\x02\x05READY', 'latin1'), ...properties]);
}

/** The answer to a key (RFC 6455, section 4.2.2). */
export function acceptKey(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}
