import { performance } from 'node:perf_hooks';
import type { Message } from '@zeromq-ts/core/spi';
import { MessageDecoder } from '../../../src/zmtp/message-decoder.js';
import { ProtocolError } from '../../../src/zmtp/protocol-error.js';
import { side } from '../peers.js';
import { Recorder, type Told } from '../recorder.js';
import { Random } from './random.js';
import { STREAMS } from './streams.js';

const MAX_BLOCK = 16_384;
const MAX_CASE = 5_000;

/** What a run has seen: enough to know that it reached all there is to reach. */
export interface FuzzReport {
  cases: number;
  /** Streams refused before, and after, the end of the handshake. */
  refusedEarly: number;
  refusedLate: number;
  /** Streams that were taken to their end. */
  taken: number;
  told: number;
}

interface Outcome {
  readonly told: readonly Told[];
  readonly error: string | undefined;
  readonly greeted: boolean;
}

/**
 * Feeds streams of all kinds to handshakes and decoders, and checks that nothing but a ProtocolError comes of it, that it
 * is the same however a stream is cut, that nothing is told that was not sent, and that what is told keeps little alive.
 *
 * @param seed The first case. A failure names its case, which as a seed is the first to fail.
 * @param until How many cases, or how many milliseconds.
 * @throws Error naming the case that failed.
 */
export function fuzz(seed: number, until: { readonly cases: number } | { readonly duration: number }): FuzzReport {
  const report: FuzzReport = { cases: 0, refusedEarly: 0, refusedLate: 0, taken: 0, told: 0 };
  const end = 'duration' in until ? performance.now() + until.duration : Infinity;
  const cases = 'cases' in until ? until.cases : Infinity;
  while (report.cases < cases && performance.now() < end) {
    const one = seed + report.cases;
    try {
      fuzzCase(one, report);
    } catch (cause) {
      throw new Error(`Case ${one} fails: ${String(cause)}`, { cause });
    }
    report.cases++;
  }
  return report;
}

function fuzzCase(seed: number, report: FuzzReport): void {
  const random = new Random(seed);
  const kind = random.pick(Object.keys(STREAMS));
  const stream = STREAMS[kind]?.(random) as Buffer;
  const maxMessageSize = random.pick([Infinity, Infinity, 1_000, 10_000]);
  const start = performance.now();
  const whole = run(stream, [], maxMessageSize, Infinity);
  for (const cuts of [everywhere(random, stream), somewhere(random, stream)]) {
    const stopEvery = random.pick([Infinity, 1, 2, 7]);
    same(run(stream, cuts, maxMessageSize, stopEvery), whole, `${kind} ${stream.toString('hex').slice(0, 2_000)}`);
  }
  if (performance.now() - start > MAX_CASE) throw new Error(`${kind} took more than ${MAX_CASE} ms.`);
  if (JSON.stringify(whole.told).length > 40 * stream.length + 100) throw new Error('More is told than was sent.');
  if (kind === 'good' && whole.error !== undefined && maxMessageSize === Infinity && !whole.error.includes('REP')) {
    throw new Error(`A good stream was refused: ${whole.error}`);
  }
  if (whole.error === undefined) report.taken++;
  else if (whole.greeted) report.refusedLate++;
  else report.refusedEarly++;
  report.told += whole.told.length;
}

/** What comes of a stream that arrives in pieces, all in the same place in memory. */
function run(stream: Buffer, cuts: readonly number[], maxMessageSize: number, stopEvery: number): Outcome {
  const recorder = new CheckedRecorder();
  recorder.stopEvery = stopEvery;
  const handshake = side('PUB');
  const decoder = new MessageDecoder(
    { maxMessageSize, subscriptions: true, peerCommands: ['SUBSCRIBE', 'CANCEL'] },
    recorder,
  );
  const memory = Buffer.alloc(stream.length);
  let error: string | undefined;
  try {
    let start = 0;
    for (const end of [...cuts, stream.length]) {
      const chunk = memory.subarray(0, stream.copy(memory, 0, start, end));
      start = end;
      if (handshake.done !== undefined) decoder.push(chunk);
      else {
        handshake.push(chunk);
        const done = handshake.done as { readonly rest: Buffer } | undefined;
        if (done !== undefined) decoder.push(done.rest);
      }
      chunk.fill(0xa5);
    }
    while (!decoder.resume());
  } catch (thrown) {
    if (!(thrown instanceof ProtocolError)) throw thrown;
    error = thrown.message;
  }
  return { told: recorder.told, error, greeted: handshake.done !== undefined };
}

class CheckedRecorder extends Recorder {
  override message(message: Message): boolean {
    for (const frame of message) {
      if (frame.buffer.byteLength > Math.max(MAX_BLOCK, frame.byteLength)) throw new Error('A frame keeps too much.');
    }
    return super.message(message);
  }
}

/** Octet by octet, unless there are so many of them. */
function everywhere(random: Random, stream: Buffer): readonly number[] {
  return stream.length < 5_000 ? [...stream.keys()] : somewhere(random, stream);
}

function somewhere(random: Random, stream: Buffer): readonly number[] {
  const cuts = Array.from({ length: random.below(20) }, () => random.below(stream.length + 1));
  return cuts.sort((a, b) => a - b);
}

function same(actual: Outcome, expected: Outcome, what: string): void {
  if (JSON.stringify(actual) === JSON.stringify(expected)) return;
  throw new Error(
    `In pieces it is ${JSON.stringify(actual).slice(0, 500)}; whole, ${JSON.stringify(expected).slice(0, 500)}: ${what}`,
  );
}
