/** What every MCAP file begins and ends with (mcap.dev/spec). */
const MAGIC = Buffer.from([0x89, 0x4d, 0x43, 0x41, 0x50, 0x30, 0x0d, 0x0a]);

const OPCODES = { header: 0x01, footer: 0x02, channel: 0x04, message: 0x05, dataEnd: 0x0f } as const;

/** Channels are numbered by 16 bits; what comes later shares the last one. */
const MAX_CHANNELS = 65_535;
const MAX_TOPIC_LENGTH = 256;
const MAX_UINT64 = 2n ** 64n - 1n;

/** Writes MCAP without chunks and without an index: it needs no memory but that of the names of channels. */
export class McapWriter {
  readonly #channels = new Map<string, number>();
  #sequence = 0;

  /** The beginning of the file. */
  begin(): Uint8Array {
    return Buffer.concat([MAGIC, record(OPCODES.header, [text(''), text('@zeromq-ts/recording')])]);
  }

  /**
   * A message, with its channel if it is the first of it.
   *
   * @param logTime When it was received, in microseconds since 1970.
   * @param publishTime When it was published.
   */
  message(topic: string, logTime: number, publishTime: number, json: string): Uint8Array {
    const name = topic.length > MAX_TOPIC_LENGTH ? '' : topic;
    const known = this.#channels.get(name);
    const id = known ?? Math.min(this.#channels.size, MAX_CHANNELS);
    const message = record(OPCODES.message, [
      uint16(id),
      uint32(this.#sequence++ >>> 0),
      nanoseconds(logTime),
      nanoseconds(publishTime),
      Buffer.from(json),
    ]);
    if (known !== undefined || this.#channels.size > MAX_CHANNELS) return message;
    this.#channels.set(name, id);
    // Without a schema: the messages are JSON that describes itself.
    const channel = record(OPCODES.channel, [uint16(id), uint16(0), text(name), text('json'), uint32(0)]);
    return Buffer.concat([channel, message]);
  }

  /** The end of the file. */
  end(): Uint8Array {
    const noSummary = [uint64(0n), uint64(0n), uint32(0)];
    return Buffer.concat([record(OPCODES.dataEnd, [uint32(0)]), record(OPCODES.footer, noSummary), MAGIC]);
  }
}

/** An opcode, the length of the content, the content. */
function record(opcode: number, parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(opcode), uint64(BigInt(content.length)), content]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

/** MCAP has times from 1970 to 2554; others become the nearest of them. */
const nanoseconds = (microseconds: number): Buffer => uint64(clamped(BigInt(Math.round(microseconds)) * 1000n));

function clamped(value: bigint): bigint {
  if (value < 0n) return 0n;
  return value > MAX_UINT64 ? MAX_UINT64 : value;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint64(value: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}
