import type { Message } from '@zeromq-ts/core';
import { framesInPlace, performance } from '@zeromq-ts/core/spi';
import { openBenchSocket } from './open-socket.js';
import { KINDS, readPayload } from './payload.js';
import type { RoleOptions, RoleResult } from './role.js';
import { SequenceCheck } from './sequence-check.js';
import { startUsage, type Usage } from './usage.js';

/**
 * Receives until as many messages have come as asked for, or the senders have said that they have ended. The clock starts
 * at the first message of the measurement, as that of `local_thr` of libzmq does, and stops at the last.
 */
export async function runReceiver(options: RoleOptions): Promise<RoleResult> {
  const socket = await openBenchSocket('receiver', options);
  const counter = new ReceivedCounter(options, socket.type === 'ROUTER' ? 1 : 0);
  try {
    for await (const message of socket.messages({ signal: options.signal })) if (counter.take(message)) break;
    options.signal.throwIfAborted();
    return counter.result();
  } finally {
    await socket.close({ linger: 0 });
  }
}

/** Counts and checks what arrives. */
class ReceivedCounter {
  readonly #options: RoleOptions;
  readonly #envelope: number;
  readonly #expected: number;
  readonly #check = new SequenceCheck();
  #messages = 0;
  #bytes = 0;
  #last = 0;
  #startedAt = 0;
  #usage: (() => Usage) | undefined;

  constructor(options: RoleOptions, envelope: number) {
    this.#options = options;
    this.#envelope = envelope;
    // Of a PUB, some may be lost: its end decides.
    this.#expected =
      options.count === undefined || options.pattern === 'pub-sub' ? Infinity : options.count * options.peers;
  }

  /** @returns whether that was the last. */
  take(message: Message): boolean {
    const frames = framesInPlace(message);
    const payload = readPayload(frames[this.#envelope] as Uint8Array);
    if (payload.kind === KINDS.warmUp) return false;
    if (payload.kind === KINDS.end) {
      return this.#check.announce(payload.sender, payload.number ?? 0) >= this.#options.peers;
    }
    if (this.#usage === undefined) {
      this.#usage = startUsage();
      this.#startedAt = performance.now();
    }
    const size = message.size - (this.#envelope === 0 ? 0 : (frames[0] as Uint8Array).length);
    if (size !== this.#options.size * this.#options.frames) this.#check.wrongSize++;
    if (payload.number !== undefined) this.#check.see(payload.sender, payload.number);
    this.#bytes += size;
    this.#messages++;
    // The clock is read for every 64th message, and again at the end.
    if ((this.#messages & 63) === 0) this.#last = performance.now();
    return this.#messages >= this.#expected;
  }

  result(): RoleResult {
    const usage = this.#usage?.() ?? { elapsed: 0, cpu: 0, rss: process.memoryUsage.rss() };
    // What is waited for after the last message, such as the end of a PUB, is no part of it.
    const elapsed = this.#expected === Infinity && this.#last > 0 ? this.#last - this.#startedAt : usage.elapsed;
    const { count, peers } = this.#options;
    return {
      role: 'receive',
      messages: this.#messages,
      bytes: this.#bytes,
      faults: this.#check.faults(this.#messages, count === undefined ? undefined : count * peers),
      ...usage,
      elapsed,
    };
  }
}
