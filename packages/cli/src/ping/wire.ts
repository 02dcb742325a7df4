const COMMAND = 0x04;
/** PING: its time to live is in tenths of a second; 0 asks for nothing. */
const NO_TTL = Buffer.alloc(2);
const CONTEXT_BYTES = 4;

/** READY of a socket of this type, with an empty identity. */
export function ready(socketType: string): Buffer {
  return command('READY', Buffer.concat([property('Socket-Type', socketType), property('Identity', '')]));
}

/** The PING with this number. */
export function ping(number: number): Buffer {
  const context = Buffer.alloc(CONTEXT_BYTES);
  context.writeUInt32BE(number);
  return command('PING', Buffer.concat([NO_TTL, context]));
}

/** The number in the data of a PONG; `undefined` when it answers none of ours. */
export function numberOfPong(data: Buffer): number | undefined {
  return data.length === CONTEXT_BYTES ? data.readUInt32BE(0) : undefined;
}

/** PONG with the context of a PING that has come. */
export function pong(pingData: Buffer): Buffer {
  return command('PONG', pingData.subarray(NO_TTL.length, NO_TTL.length + 16));
}

function command(name: string, data: Buffer): Buffer {
  return Buffer.concat([Buffer.of(COMMAND, 1 + name.length + data.length, name.length), Buffer.from(name), data]);
}

function property(name: string, value: string): Buffer {
  return Buffer.concat([
    Buffer.of(name.length),
    Buffer.from(name),
    Buffer.of(0, 0, 0, value.length),
    Buffer.from(value),
  ]);
}
