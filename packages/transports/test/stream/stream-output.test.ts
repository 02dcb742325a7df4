import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { OutputEvents } from '../../src/stream/stream-output.js';
import { StreamOutput } from '../../src/stream/stream-output.js';
import { MessageEncoder } from '../../src/zmtp/message-encoder.js';
import { releaseSlab, acquireSlab } from '../../src/zmtp/slab-pool.js';
import { frame } from '../zmtp/peers.js';

type Callback = (error?: Error | null) => void;

/** A connection of which the system takes everything at once, or nothing. */
class Connection {
  readonly written: Buffer[] = [];
  readonly callbacks: Callback[] = [];
  writableLength = 0;
  /** As Node has it: at once, long before it tells of the error. */
  errored: Error | null = null;
  readonly #takes: boolean;

  constructor(takes: boolean) {
    this.#takes = takes;
  }

  write(octets: Buffer, callback: Callback): boolean {
    this.written.push(octets);
    if (callback !== undefined) this.callbacks.push(callback);
    if (!this.#takes) this.writableLength += octets.length;
    return true;
  }

  /** What `drain` tells. */
  drain: () => void = () => {};

  /** The system has taken everything. */
  take(): void {
    this.writableLength = 0;
    for (const callback of this.callbacks.splice(0)) callback?.();
    this.drain();
  }

  cork(): void {}

  uncork(): void {}

  on(event: string, listener: () => void): this {
    if (event === 'drain') this.drain = listener;
    return this;
  }

  off(): this {
    return this;
  }
}

function outputTo(connection: Connection, watcher: Partial<OutputEvents> = {}): StreamOutput {
  const output = new StreamOutput(connection as unknown as Socket, new MessageEncoder(), {
    drained: () => {},
    unreadable: () => {},
    failed: () => {},
    ...watcher,
  });
  onTestFinished(() => output.abandon());
  return output;
}

/** The memory of the slab that is handed out next. */
function nextSlab(): unknown {
  const slab = acquireSlab(1);
  releaseSlab(slab);
  return slab.buffer;
}

describe('what is written', () => {
  it('lies in one slab for as long as the system takes everything at once', () => {
    const connection = new Connection(true);
    const output = outputTo(connection);
    for (let index = 0; index < 100; index++) {
      output.message(`message ${index}`);
      output.flush();
    }
    expect(connection.written).toHaveLength(100);
    expect(new Set(connection.written.map(({ buffer }) => buffer)).size).toBe(1);
    for (const callback of connection.callbacks) callback();
  });

  it('is full from the first write that fails, though nothing waits in the socket', () => {
    const connection = new Connection(true);
    const output = outputTo(connection);
    const large = Buffer.alloc(60_000);
    connection.errored = new Error('write EPIPE');
    let taken = 0;
    while (taken < 100 && output.message(large)) taken++;
    // What is written together, and nothing after it.
    expect(taken).toBeLessThan(6);
    expect(connection.written.length).toBeGreaterThan(0);
    const slab = nextSlab();
    for (const callback of connection.callbacks) callback(connection.errored);
    expect(nextSlab()).toBe(slab);
  });

  it('gives a slab back twice in no case', () => {
    const connection = new Connection(true);
    const output = outputTo(connection);
    output.message('a');
    output.flush();
    for (const callback of connection.callbacks) callback();
    const first = acquireSlab(1);
    const second = acquireSlab(1);
    expect(first.buffer).not.toBe(second.buffer);
    releaseSlab(first);
    releaseSlab(second);
  });

  it('keeps its slab until the system has what is in it', () => {
    const connection = new Connection(false);
    const output = outputTo(connection);
    output.message('a');
    output.flush();
    const slab = connection.written[0]?.buffer;
    expect(nextSlab()).not.toBe(slab);
    connection.callbacks[0]?.();
    expect(nextSlab()).toBe(slab);
  });

  it('leaves a slab alone when the connection is broken', () => {
    const connection = new Connection(false);
    const output = outputTo(connection);
    output.message('a');
    output.flush();
    connection.callbacks[0]?.(new Error('broken'));
    expect(nextSlab()).not.toBe(connection.written[0]?.buffer);
  });
});

describe('a message with a large body', () => {
  const large = (): Uint8Array => new Uint8Array(100_000).fill(76);
  const detach = (body: Uint8Array): unknown => structuredClone(body, { transfer: [body.buffer as ArrayBuffer] });
  const writtenTo = (connection: Connection): Buffer => Buffer.concat(connection.written);

  it('is left out when its buffer is detached before it is written, and what is around it is not', () => {
    const connection = new Connection(true);
    const unreadable: number[] = [];
    const output = outputTo(connection, { unreadable: (count) => unreadable.push(count) });
    const [kept, lost] = [large(), large()];
    output.message('a');
    output.message(['b', lost, 'c']);
    output.message(kept);
    output.message('d');
    detach(lost);
    output.flush();
    expect(unreadable).toEqual([1]);
    expect(writtenTo(connection).equals(Buffer.concat([frame(0, 'a'), frame(0, kept), frame(0, 'd')]))).toBe(true);
  });

  it('does not wait in the socket, where nobody could leave it out any more', () => {
    const connection = new Connection(false);
    const unreadable: number[] = [];
    const output = outputTo(connection, { unreadable: (count) => unreadable.push(count) });
    const [first, second, third] = [large(), large(), large()];
    for (const body of [first, second, third]) {
      output.message(body);
      output.flush();
    }
    expect(writtenTo(connection).equals(frame(0, first))).toBe(true);
    detach(second);
    connection.take();
    expect(unreadable).toEqual([1]);
    expect(writtenTo(connection).equals(Buffer.concat([frame(0, first), frame(0, third)]))).toBe(true);
  });

  it('makes the output full while it is held, which then tells of room even if nothing of it is left to write', () => {
    const connection = new Connection(false);
    let drains = 0;
    const output = outputTo(connection, { drained: () => drains++ });
    const body = new Uint8Array(1_000_000);
    output.message('first');
    output.flush();
    expect(output.message(body)).toBe(false);
    expect(output.flushed).toBe(false);
    detach(body);
    connection.take();
    expect(drains).toBe(1);
    expect(output.flushed).toBe(true);
    expect(writtenTo(connection).equals(frame(0, 'first'))).toBe(true);
  });

  it('is written before the output is finished', () => {
    const connection = new Connection(false);
    const output = outputTo(connection);
    let finished = false;
    output.message('first');
    output.flush();
    const body = large();
    output.message(body);
    output.finish(() => (finished = true));
    expect(finished).toBe(false);
    expect(output.message('late')).toBe(false);
    connection.take();
    expect(finished).toBe(true);
    expect(writtenTo(connection).equals(Buffer.concat([frame(0, 'first'), frame(0, body)]))).toBe(true);
  });
});
