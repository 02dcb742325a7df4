import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { SocketReader } from '../../src/node/socket-reader.js';
import type { ByteSink } from '../../src/stream/byte-stream.js';
import { MAX_READ_BYTES } from '../../src/stream/byte-stream.js';

let server: Server;
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
});

/** A connection that has been accepted and taken over, and its other end. */
async function accepted(
  sink: ByteSink,
): Promise<{ shell: Socket; taken: Socket; other: Socket; source: SocketReader }> {
  server = createServer({ allowHalfOpen: true, pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const other = connect({ port: (server.address() as AddressInfo).port, allowHalfOpen: true });
  const [shell] = (await once(server, 'connection')) as [Socket];
  const source = new SocketReader();
  source.feed(sink);
  const taken = source.takeOver(shell);
  sockets.push(taken, other);
  return { shell, taken, other, source };
}

/** A sink that gathers, with a place for so many bytes that come first. */
class Gatherer implements ByteSink {
  readonly place: Buffer;
  readonly chunks: Buffer[] = [];
  readonly blocks = new Set<ArrayBufferLike>();
  placed = 0;
  #wanted = Infinity;
  #tell: () => void = () => {};

  constructor(place: number) {
    this.place = Buffer.alloc(place);
  }

  get octetsSoFar(): Buffer {
    return Buffer.concat([this.place.subarray(0, this.placed), ...this.chunks]);
  }

  async until(count: number): Promise<Buffer> {
    this.#wanted = count;
    if (this.octetsSoFar.length < count) await new Promise<void>((resolve) => (this.#tell = resolve));
    return this.octetsSoFar;
  }

  bytes(chunk: Buffer): void {
    this.blocks.add(chunk.buffer);
    this.chunks.push(Buffer.from(chunk));
    this.#look();
  }

  destination(): Buffer | undefined {
    return this.placed < this.place.length ? this.place.subarray(this.placed) : undefined;
  }

  arrived(count: number): void {
    this.placed += count;
    this.#look();
  }

  #look(): void {
    if (this.octetsSoFar.length >= this.#wanted) this.#tell();
  }
}

const PATTERN = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => index % 251));

describe('a connection that was accepted', () => {
  it('is read into one block, not into one for each read', async () => {
    const sink = new Gatherer(0);
    const { other, taken, shell } = await accepted(sink);
    other.write(PATTERN);
    expect((await sink.until(PATTERN.length)).equals(PATTERN)).toBe(true);
    expect(sink.blocks.size).toBe(1);
    expect(sink.chunks.every(({ length }) => length <= MAX_READ_BYTES)).toBe(true);
    expect(taken).not.toBe(shell);
    expect(taken.remotePort).toBe(other.localPort);
  });

  it('is read to where its bytes belong, as long as there is such a place', async () => {
    const sink = new Gatherer(300_000);
    const { other } = await accepted(sink);
    other.write(PATTERN);
    expect((await sink.until(PATTERN.length)).equals(PATTERN)).toBe(true);
    expect(sink.placed).toBe(300_000);
  });

  it('can be paused, resumed, written to, and ended on each side on its own', async () => {
    const sink = new Gatherer(0);
    const { other, taken } = await accepted(sink);
    taken.pause();
    other.write('unheard');
    taken.write('hello');
    const [hello] = (await once(other, 'data')) as [Buffer];
    expect(hello.toString()).toBe('hello');
    expect(sink.chunks).toStrictEqual([]);
    taken.resume();
    expect((await sink.until(7)).toString()).toBe('unheard');
    other.end();
    await once(taken, 'end');
    const closed = once(taken, 'close');
    taken.end('farewell');
    const [farewell] = (await once(other, 'data')) as [Buffer];
    expect(farewell.toString()).toBe('farewell');
    await closed;
  });

  it('is thrown away what comes for nobody', async () => {
    const sink = new Gatherer(0);
    const { other, taken, source } = await accepted(sink);
    source.feed(undefined);
    other.end('for nobody');
    await once(taken, 'end');
    expect(sink.chunks).toStrictEqual([]);
    expect(taken.bytesRead).toBe(10);
  });

  it('does not keep its server from closing', async () => {
    const { taken } = await accepted(new Gatherer(0));
    server.close();
    await once(server, 'close');
    expect(taken.destroyed).toBe(false);
  });
});
