import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { News } from './news.js';
import { GREETING, octets, readyOf } from './octets.js';

/** What `flood` writes at once. */
const MAX_PIECE_BYTES = 2 ** 18;

/** The far end of a connection, which says what it is told to, octet by octet. It does not close because we do. */
export class RawPeer {
  readonly socket: Socket;
  readonly #news = new News();
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #ended = false;
  #closed = false;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay?.(true);
    socket.on('data', (chunk) => {
      this.#chunks.push(chunk);
      this.#length += chunk.length;
      this.#news.tell();
    });
    socket.on('end', () => {
      this.#ended = true;
      this.#news.tell();
    });
    socket.on('drain', () => this.#news.tell());
    // That the other side resets a connection is what many of these tests are about.
    socket.on('error', () => this.#news.tell());
    socket.on('close', () => {
      this.#closed = true;
      this.#news.tell();
    });
  }

  /** Connects to an endpoint of ours, tcp or ipc. */
  static to(endpoint: string): RawPeer {
    const tcp = /^tcp:\/\/(.*):(\d+)$/.exec(endpoint);
    return new RawPeer(
      tcp === null
        ? connect({ path: endpoint.slice('ipc://'.length), allowHalfOpen: true })
        : connect({ host: tcp[1] ?? '', port: Number(tcp[2]), allowHalfOpen: true }),
    );
  }

  /** Everything that has come so far. */
  get received(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get receivedLength(): number {
    return this.#length;
  }

  /** What has come after the greeting and the READY of the other side. */
  get traffic(): Buffer {
    const { received } = this;
    return received.subarray(66 + (received[65] ?? 0));
  }

  /** Whether the other side has ended the connection, in good order or not. */
  get over(): boolean {
    return this.#ended || this.#closed;
  }

  send(...parts: readonly (string | Uint8Array)[]): void {
    this.socket.write(octets(...parts));
  }

  /** Sends so many copies of something, as fast as the other side takes them, and no faster. */
  async flood(block: Uint8Array, count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      // In pieces: the time limit is for each, however long the whole takes.
      for (let start = 0; start < block.length && !this.over; start += MAX_PIECE_BYTES) {
        if (this.socket.write(block.subarray(start, start + MAX_PIECE_BYTES))) continue;
        await this.until('the other side takes more', () => this.over || !this.socket.writableNeedDrain);
      }
    }
  }

  /** Sends each octet on its own. */
  async drip(bytes: Uint8Array): Promise<void> {
    for (const octet of bytes) {
      await new Promise<void>((written) => this.socket.write(Buffer.of(octet), () => written()));
    }
  }

  /** Sends nothing any more; still reads. */
  end(...parts: readonly (string | Uint8Array)[]): void {
    this.socket.end(octets(...parts));
  }

  /** Ends the connection with RST, where there is one (tcp). */
  reset(): void {
    if (this.socket.remoteAddress === undefined) this.socket.destroy();
    else this.socket.resetAndDestroy();
  }

  destroy(): void {
    this.socket.destroy();
  }

  until(what: string, condition: () => boolean): Promise<void> {
    return this.#news.until(what, condition);
  }

  async untilOctets(count: number): Promise<Buffer> {
    await this.until(`${count} octets`, () => this.#length >= count);
    return this.received;
  }

  /** Waits for so many octets after the handshake. */
  async untilTraffic(count: number): Promise<Buffer> {
    await this.until(`${count} octets after the handshake`, () => this.traffic.length >= count);
    return this.traffic;
  }

  /** Waits until the other side has ended the connection. */
  async untilOver(): Promise<void> {
    await this.until('the other side ends the connection', () => this.over);
  }

  /** Does the handshake as a socket of this type would. */
  async greet(type: string, identity?: string | Uint8Array): Promise<this> {
    this.send(GREETING, readyOf(type, identity));
    return this.greeted();
  }

  /** Waits for the greeting and the READY of the other side. */
  async greeted(): Promise<this> {
    await this.untilOctets(66);
    await this.untilOctets(66 + (this.received[65] as number));
    return this;
  }
}

/** A listener that hands out the connections made to it as raw peers. */
export class RawServer {
  readonly peers: RawPeer[] = [];
  readonly #news = new News();
  readonly #server: Server;
  readonly endpoint: string;
  #onPeer: (peer: RawPeer, index: number) => void | Promise<void>;

  private constructor(
    server: Server,
    endpoint: string,
    onPeer: (peer: RawPeer, index: number) => void | Promise<void>,
  ) {
    this.#server = server;
    this.endpoint = endpoint;
    this.#onPeer = onPeer;
    server.on('connection', (socket) => {
      const peer = new RawPeer(socket);
      this.peers.push(peer);
      void this.#onPeer(peer, this.peers.length - 1);
      this.#news.tell();
    });
  }

  /** @param path - Of a socket file; without it, a port of tcp. @param onPeer - What is done with each connection. */
  static async open(
    path?: string,
    onPeer: (peer: RawPeer, index: number) => void | Promise<void> = () => {},
  ): Promise<RawServer> {
    const server = createServer({ allowHalfOpen: true });
    await new Promise<void>((listening) => {
      if (path === undefined) server.listen(0, '127.0.0.1', listening);
      else server.listen(path, listening);
    });
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return new RawServer(server, path === undefined ? `tcp://127.0.0.1:${port}` : `ipc://${path}`, onPeer);
  }

  /** The connection of this number, as soon as there is one. */
  async peer(index = 0): Promise<RawPeer> {
    await this.#news.until(`connection ${index}`, () => this.peers.length > index);
    return this.peers[index] as RawPeer;
  }

  /** What is done with the connections from now on. */
  onPeer(action: (peer: RawPeer, index: number) => void | Promise<void>): void {
    this.#onPeer = action;
  }

  close(): void {
    this.#server.close();
    for (const peer of this.peers) peer.destroy();
  }
}
