import type { Random } from '../../../packages/transports/test/zmtp/fuzz/random.js';

const SIZES = [1, 2, 3, 8, 60, 125, 126, 127, 500, 1_024, 1_025, 1_026, 5_119, 5_120, 5_121, 20_000];

/** A frame, with a mask of its own. */
function frame(random: Random, masked: boolean, opcode: number, payload: Buffer, fin = true, rsv = 0): Buffer {
  const size = payload.length;
  const extended = random.oneIn(20) ? random.pick([2, 8]) : size < 126 ? 0 : size < 65_536 ? 2 : 8;
  const head = Buffer.alloc(2 + extended);
  head[0] = (fin ? 128 : 0) | (rsv << 4) | opcode;
  head[1] = (masked ? 128 : 0) | (extended === 0 ? size : extended === 2 ? 126 : 127);
  if (extended === 2) head.writeUInt16BE(size, 2);
  if (extended === 8) head.writeBigUInt64BE(BigInt(size), 2);
  if (!masked) return Buffer.concat([head, payload]);
  const mask = random.oneIn(10) ? Buffer.alloc(4) : random.octets(4);
  return Buffer.concat([head, mask, payload.map((byte, index) => byte ^ (mask[index % 4] as number))]);
}

function anyPayload(random: Random): Buffer {
  const bytes = random.octets(random.oneIn(2) ? 1 + random.below(40) : random.pick(SIZES));
  bytes[0] = random.below(3);
  return bytes;
}

function control(random: Random, masked: boolean): Buffer {
  return frame(random, masked, random.pick([9, 10]), random.octets(random.pick([0, 1, 4, 124, 125])));
}

/** A message: in one frame, or in fragments with control frames between them. */
function message(random: Random, masked: boolean): Buffer[] {
  const whole = anyPayload(random);
  if (!random.oneIn(4)) return [frame(random, masked, 2, whole)];
  const parts: Buffer[] = [];
  let at = 0;
  for (let index = 0; at < whole.length || index < 2; index++) {
    const next = random.oneIn(4) ? at : Math.min(whole.length, at + 1 + random.below(whole.length));
    const fin = next === whole.length && index > 0 && random.oneIn(2);
    parts.push(frame(random, masked, index === 0 ? 2 : 0, whole.subarray(at, next), fin));
    if (random.oneIn(4)) parts.push(control(random, masked));
    at = next;
    if (fin) return parts;
  }
  return [...parts, frame(random, masked, 0, Buffer.alloc(0))];
}

function good(random: Random, masked: boolean): Buffer {
  const parts = Array.from({ length: 1 + random.below(12) }, () =>
    random.oneIn(6) ? [control(random, masked)] : message(random, masked),
  ).flat();
  if (random.oneIn(4)) {
    const reason = Buffer.concat([Buffer.of(3, 232 + random.below(16)), random.octets(random.below(4))]);
    parts.push(frame(random, masked, 8, random.oneIn(3) ? Buffer.alloc(0) : reason), random.octets(20));
  }
  return Buffer.concat(parts);
}

function mutated(random: Random, stream: Buffer): Buffer {
  const bytes = Buffer.from(stream);
  for (let count = 1 + random.below(3); count > 0; count--) {
    bytes[random.below(bytes.length)] = random.oneIn(2) ? random.below(256) : 1 << random.below(8);
  }
  return bytes;
}

/** What a peer may send after the upgrade, good and bad. */
export const STREAMS: Readonly<Record<string, (random: Random, masked: boolean) => Buffer>> = {
  good,
  truncated(random, masked) {
    const stream = good(random, masked);
    return stream.subarray(0, random.below(stream.length));
  },
  mutated: (random, masked) => mutated(random, good(random, masked)),
  // Where a change meets a header most of the time.
  mutatedSmall: (random, masked) =>
    mutated(
      random,
      Buffer.concat(
        Array.from({ length: 8 }, () =>
          frame(random, masked, random.pick([0, 2, 2, 9]), random.octets(random.below(3))),
        ),
      ),
    ),
  random: (random) => random.octets(random.below(300)),
  anyHeader: (random, masked) =>
    Buffer.concat([
      good(random, masked),
      frame(
        random,
        masked,
        random.below(16),
        anyPayload(random),
        random.oneIn(2),
        random.oneIn(3) ? random.below(8) : 0,
      ),
    ]),
  announced(random, masked) {
    const head = Buffer.alloc(10);
    head[0] = random.pick([0x82, 0x02, 0x00, 0x89]);
    head[1] = (masked ? 128 : 0) | 127;
    head.writeBigUInt64BE(random.pick([2n ** 16n, 2n ** 30n, 2n ** 31n, 2n ** 32n, 2n ** 53n + 1n, 2n ** 63n]), 2);
    return Buffer.concat([good(random, masked), head, random.octets(random.below(100))]);
  },
};
