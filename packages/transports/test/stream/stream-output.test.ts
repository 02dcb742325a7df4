import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StreamOutput } from '../../src/stream/stream-output.js';
import { MessageEncoder } from '../../src/zmtp/message-encoder.js';
import { giveSlab, takeSlab } from '../../src/zmtp/slab-pool.js';

type Callback = (error?: Error | null) => void;

/** A connection of which the system takes everything at once, or nothing. */
class Connection {
  readonly written: Buffer[] = [];
  readonly callbacks: Callback[] = [];
  writableLength = 0;
  readonly #takes: boolean;

  constructor(takes: boolean) {
    this.#takes = takes;
  }

  write(octets: Buffer, callback: Callback): boolean {
    this.written.push(octets);
    this.callbacks.push(callback);
    if (!this.#takes) this.writableLength += octets.length;
    return true;
  }

  on(): this {
    return this;
  }

  off(): this {
    return this;
  }
}

function outputTo(connection: Connection): StreamOutput {
  const output = new StreamOutput(connection as unknown as Socket, new MessageEncoder({ minor: 1 }), {
    drained: () => {},
  });
  onTestFinished(() => output.abandon());
  return output;
}

/** The memory of the slab that is handed out next. */
function nextSlab(): unknown {
  const slab = takeSlab(1);
  giveSlab(slab);
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

  it('gives a slab back twice in no case', () => {
    const connection = new Connection(true);
    const output = outputTo(connection);
    output.message('a');
    output.flush();
    for (const callback of connection.callbacks) callback();
    const first = takeSlab(1);
    const second = takeSlab(1);
    expect(first.buffer).not.toBe(second.buffer);
    giveSlab(first);
    giveSlab(second);
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
