import { createServer, connect, type Server, type Socket } from 'node:net';
import { afterEach } from 'vitest';
import { News } from './news.js';

const open = new Set<{ close(): void }>();

afterEach(() => {
  for (const each of open) each.close();
  open.clear();
});

/** Octets written as hex digits, with text in quotes: `04 19 05 "READY"`. */
export function octets(...parts: readonly (string | Uint8Array)[]): Buffer {
  const pieces = parts.map((part) => {
    if (typeof part !== 'string') return part;
    return Buffer.concat(
      (part.match(/"[^"]*"|[0-9A-Fa-f]{2}/g) ?? []).map((token) =>
        token.startsWith('"') ? Buffer.from(token.slice(1, -1)) : Buffer.from(token, 'hex'),
      ),
    );
  });
  return Buffer.concat(pieces);
}

/** A greeting of 64 octets (RFC 37). */
export function greeting(minor = 1, mechanism = 'NULL', major = 3): Buffer {
  const bytes = Buffer.alloc(64);
  bytes[0] = 0xff;
  bytes[9] = 0x7f;
  bytes[10] = major;
  bytes[11] = minor;
  bytes.write(mechanism, 12, 'latin1');
  return bytes;
}

/** A READY command with a socket type, and perhaps an Identity. */
export function ready(type: string, identity?: string): Buffer {
  const property = (name: string, value: string): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(value.length);
    return octets(Buffer.of(name.length), Buffer.from(name), length, Buffer.from(value));
  };
  const body = octets(
    '05 "READY"',
    property('Socket-Type', type),
    identity === undefined ? '' : property('Identity', identity),
  );
  return octets('04', Buffer.of(body.length), body);
}

/** A message of one short frame. */
export function frame(body: string): Buffer {
  return octets('00', Buffer.of(Buffer.byteLength(body)), Buffer.from(body));
}

/** The far end of a connection, which speaks octets by hand. It reads only while it is told to. */
export class RawPeer {
  readonly socket: Socket;
  readonly news = new News();
  readonly #chunks: Buffer[] = [];
  ended = false;
  closed = false;
  error: NodeJS.ErrnoException | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    open.add({ close: () => socket.destroy() });
    socket.on('data', (chunk) => {
      this.#chunks.push(chunk);
      this.news.tell();
    });
    socket.on('end', () => {
      this.ended = true;
      this.news.tell();
    });
    socket.on('error', (error) => {
      this.error = error;
      this.news.tell();
    });
    socket.on('close', () => {
      this.closed = true;
      this.news.tell();
    });
  }

  /** Connects to an endpoint of ours. */
  static to(endpoint: string): RawPeer {
    const address = /^tcp:\/\/(.*):(\d+)$/.exec(endpoint);
    return new RawPeer(
      address === null
        ? connect({ path: endpoint.slice('ipc://'.length), allowHalfOpen: true })
        : connect({
            host: address[1]?.replace(/^\[|\]$/g, '') ?? '',
            port: Number(address[2]),
            allowHalfOpen: true,
            noDelay: true,
          }),
    );
  }

  /** Everything that has come so far. */
  get received(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  send(...parts: readonly (string | Uint8Array)[]): void {
    this.socket.write(octets(...parts));
  }

  until(what: string, condition: (peer: this) => boolean): Promise<void> {
    return this.news.until(what, () => condition(this));
  }

  /** Waits until so many octets have come. */
  async untilOctets(count: number): Promise<Buffer> {
    await this.until(`${count} octets`, ({ received }) => received.length >= count);
    return this.received;
  }

  /** Does the handshake, and resolves to what came after the peer's greeting and READY. */
  async greet(type: string, { minor = 1, identity }: { minor?: number; identity?: string } = {}): Promise<Buffer> {
    this.send(greeting(minor), ready(type, identity));
    await this.untilOctets(66);
    return (await this.untilOctets(66 + (this.received[65] ?? 0))).subarray(66 + (this.received[65] ?? 0));
  }

  /** What came after the handshake. */
  get traffic(): Buffer {
    return this.received.subarray(66 + (this.received[65] ?? 0));
  }
}

/** A listener that hands out the connections made to it as raw peers. */
export class RawListener {
  readonly news = new News();
  readonly peers: RawPeer[] = [];
  readonly server: Server;
  endpoint = '';

  private constructor(server: Server) {
    this.server = server;
    open.add({ close: () => server.close() });
    server.on('connection', (socket) => {
      this.peers.push(new RawPeer(socket));
      this.news.tell();
    });
  }

  static async open(): Promise<RawListener> {
    const listener = new RawListener(createServer({ allowHalfOpen: true, noDelay: true }));
    await new Promise<void>((resolve) => listener.server.listen(0, '127.0.0.1', resolve));
    const address = listener.server.address();
    listener.endpoint = `tcp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    return listener;
  }

  async peer(index = 0): Promise<RawPeer> {
    await this.news.until(`connection ${index}`, () => this.peers.length > index);
    return this.peers[index] as RawPeer;
  }
}
