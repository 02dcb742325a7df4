/** What comes of a stream: what is told, and the code that the connection is closed with. */
export interface Outcome {
  readonly told: readonly string[];
  readonly closeCode: number | undefined;
}

class Malformed extends Error {
  readonly closeCode: number;

  constructor(closeCode: number) {
    super(`closed with ${closeCode}`);
    this.closeCode = closeCode;
  }
}

/**
 * What RFC 6455 and RFC 45 make of a whole stream, written as plainly as can be, and with nothing of the package: without
 * regard to speed or memory.
 */
export function reference(stream: Buffer, masked: boolean, limit: number): Outcome {
  const told: string[] = [];
  try {
    read(stream, masked, limit, told);
    return { told, closeCode: undefined };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { told, closeCode: error.closeCode };
  }
}

function read(stream: Buffer, masked: boolean, limit: number, told: string[]): void {
  let rest = stream;
  let message: Buffer[] | undefined;
  let announced = 0;
  let flagsSeen = false;
  for (;;) {
    const extended = rest.length < 2 ? 0 : [2, 8][((rest[1] as number) & 127) - 126];
    const header = 2 + (extended ?? 0) + (rest.length >= 2 && (rest[1] as number) >= 128 ? 4 : 0);
    if (rest.length < 2 || rest.length < header) return;
    const [first, second] = rest as unknown as [number, number];
    const fin = first >= 128;
    const opcode = first & 15;
    const size =
      extended === 2 ? rest.readUInt16BE(2) : extended === 8 ? Number(rest.readBigUInt64BE(2)) : second & 127;
    if ((first & 0x70) !== 0 || second >= 128 !== masked) throw new Malformed(1002);
    if (opcode >= 8) {
      if (opcode > 10 || !fin || size > 125) throw new Malformed(1002);
    } else {
      if (opcode === 1) throw new Malformed(1003);
      if (opcode > 2 || (opcode === 0) !== (message !== undefined)) throw new Malformed(1002);
      if (opcode === 2) {
        if (fin && size === 0) throw new Malformed(1002);
        announced = 0;
        flagsSeen = false;
      }
      announced += size;
      if (announced > limit + 1) throw new Malformed(1009);
      message ??= [];
    }
    const body = unmasked(rest.subarray(header, header + size), masked ? rest.subarray(header - 4, header) : undefined);
    // The flags are looked at as soon as they are there.
    if (opcode < 8 && !flagsSeen && body.length > 0) {
      if ((body[0] as number) > 2) throw new Malformed(1002);
      flagsSeen = true;
    }
    if (body.length < size) return;
    rest = rest.subarray(header + size);
    if (opcode === 8) {
      told.push(`closed ${close(body)}`);
      return;
    }
    if (opcode >= 8) told.push(`${opcode === 9 ? 'ping' : 'pong'} ${body.toString('hex')}`);
    else {
      message?.push(body);
      if (!fin) continue;
      const whole = Buffer.concat(message ?? []);
      message = undefined;
      if (whole.length === 0) throw new Malformed(1002);
      told.push(`${whole[0]} ${whole.toString('hex', 1)}`);
    }
  }
}

function unmasked(payload: Buffer, mask: Buffer | undefined): Buffer {
  return Buffer.from(payload.map((byte, index) => byte ^ (mask?.[index % 4] ?? 0)));
}

function close(body: Buffer): string {
  if (body.length === 0) return '';
  const code = body.length === 1 ? 0 : body.readUInt16BE(0);
  const known = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014];
  if (!known.includes(code) && !(code >= 3000 && code <= 4999)) throw new Malformed(1002);
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body.subarray(2));
  } catch {
    throw new Malformed(1002);
  }
  return String(code);
}
