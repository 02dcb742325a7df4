import { GOLDEN } from '../golden.js';
import { command, frame, longHeader, ready } from '../peers.js';
import type { Random } from './random.js';

/** What a peer may send, good and bad. */
export const STREAMS: Readonly<Record<string, (random: Random) => Buffer>> = {
  random: (random) => random.octets(random.below(300)),
  greetedThenRandom: (random) => Buffer.concat([beginning(random), random.octets(random.below(2_000))]),
  good: (random) => Buffer.concat([beginning(random), ...frames(random)]),
  truncated: (random) => {
    const stream = STREAMS['good']?.(random) as Buffer;
    return stream.subarray(0, random.below(stream.length));
  },
  mutated: (random) => mutate(random, Buffer.concat([beginning(random), ...frames(random)])),
  mutatedMetadata: (random) => {
    const metadata = mutate(random, ready(['Socket-Type', 'SUB'], ['Identity', 'abc'], ['X-app', '']).subarray(8));
    return Buffer.concat([GOLDEN.greeting31, command('READY', metadata.subarray(0, random.below(80)))]);
  },
  mutatedBeginning: (random) => mutate(random, beginning(random)),
  endless: (random) => {
    const one = random.pick([
      frame(1, ''),
      frame(0, ''),
      GOLDEN.ping,
      GOLDEN.subscribeA,
      command('FOO'),
      frame(1, 'abc'),
    ]);
    return Buffer.concat([beginning(random), ...Array.from({ length: random.below(20_000) }, () => one)]);
  },
  announced: (random) => {
    const size = random.pick([2n ** 16n, 2n ** 20n, 2n ** 30n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 63n, 2n ** 64n - 1n]);
    const header = longHeader(random.pick([0, 1, 4]), size);
    return Buffer.concat([beginning(random), ...frames(random), header, random.octets(random.below(100))]);
  },
};

function beginning(random: Random): Buffer {
  const greeting = random.pick([GOLDEN.greeting30, GOLDEN.greeting31]);
  const properties = random.oneIn(3) ? [['Identity', 'abc'] as const, ['X-app', 'value'] as const] : [];
  return Buffer.concat([greeting, ready(['Socket-Type', random.oneIn(20) ? 'REP' : 'SUB'], ...properties)]);
}

function frames(random: Random): readonly Buffer[] {
  return Array.from({ length: random.below(30) }, () => {
    if (random.oneIn(3)) {
      const { subscribeA, cancelA, subscribeA30, cancelA30, ping, pong, error400 } = GOLDEN;
      return random.pick([subscribeA, cancelA, subscribeA30, cancelA30, ping, pong, error400, command('FOO', 'data')]);
    }
    if (random.oneIn(4)) {
      const name = random.pick(['PING', 'PONG', 'SUBSCRIBE', 'CANCEL', 'READY', 'ERROR', '']);
      return command(name, random.octets(random.below(20)));
    }
    const last = frame(0, Buffer.alloc(length(random), random.below(256)));
    return random.oneIn(3) ? Buffer.concat([frame(1, random.octets(random.below(20))), last]) : last;
  });
}

function length(random: Random): number {
  if (random.oneIn(20)) return random.below(50_000);
  if (random.oneIn(5)) return random.pick([254, 255, 256, 1_023, 1_024, 1_025, 4_094, 4_095, 4_096, 4_097]);
  return random.below(60);
}

function mutate(random: Random, stream: Buffer): Buffer {
  let mutated = Buffer.from(stream);
  for (let count = random.below(4); count >= 0; count--) {
    if (mutated.length === 0) return mutated;
    const at = random.below(mutated.length);
    const rest = mutated.subarray(at + random.below(4));
    const octet = random.pick([0, 1, 2, 4, 5, 6, 8, 0x7f, 0x80, 0xff, random.below(256)]);
    const kind = random.below(4);
    if (kind < 2) mutated[at] = octet;
    else if (kind === 2) mutated = Buffer.concat([mutated.subarray(0, at), rest]);
    else mutated = Buffer.concat([mutated.subarray(0, at), random.octets(random.below(10)), rest]);
  }
  return mutated;
}
