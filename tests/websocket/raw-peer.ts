import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { acceptKey, type RawFrame, rawFrame, type RawFrameOptions, readFrames, ready } from './raw-frames.js';

export const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** One end of a connection that a test plays byte by byte. */
export class RawPeer {
  readonly socket: Socket;
  #bytes: Buffer = Buffer.alloc(0);
  #head: string | undefined;
  ended = false;
  #wake: () => void = () => {};

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => {});
    const stir = (): void => this.#wake();
    socket.on('data', (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      stir();
    });
    for (const event of ['end', 'close']) {
      socket.on(event, () => {
        this.ended = true;
        stir();
      });
    }
  }

  static async to(endpoint: string): Promise<RawPeer> {
    const { port, hostname } = new URL(endpoint.replace(/^wss?/, 'http'));
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port), allowHalfOpen: true });
    await once(socket, 'connect');
    return new RawPeer(socket);
  }

  write(...bytes: readonly (string | Uint8Array)[]): void {
    this.socket.write(Buffer.concat(bytes.map((part) => Buffer.from(part as string))));
  }

  send(payload: string | Uint8Array, options?: RawFrameOptions): void {
    this.write(rawFrame(payload, options));
  }

  /** The head of the request, or of the answer. */
  async head(): Promise<string> {
    this.#head ??= await this.#until(() => {
      const end = this.#bytes.indexOf('\r\n\r\n');
      if (end === -1) return undefined;
      const head = this.#bytes.toString('latin1', 0, end);
      this.#bytes = this.#bytes.subarray(end + 4);
      return head;
    });
    return this.#head;
  }

  /** The next frame. @returns `undefined` when the connection ends before. */
  frame(): Promise<RawFrame | undefined> {
    return this.#until(() => {
      const { frames } = readFrames(this.#bytes);
      const [frame] = frames;
      if (frame === undefined) return this.ended ? null : undefined;
      const extended = frame.payload.length > 65_535 ? 8 : frame.payload.length > 125 ? 2 : 0;
      this.#bytes = this.#bytes.subarray(2 + extended + (frame.masked ? 4 : 0) + frame.payload.length);
      return frame;
    }).then((frame) => frame ?? undefined);
  }

  /** The next frame that is no PING or PONG. */
  async traffic(): Promise<RawFrame | undefined> {
    for (;;) {
      const frame = await this.frame();
      if (frame === undefined || frame.opcode < 9) return frame;
    }
  }

  /** The code of the CLOSE frame by which the other end closes. @returns `undefined` when it closes without. */
  async closeCode(): Promise<number | undefined> {
    for (;;) {
      const frame = await this.frame();
      if (frame === undefined) return undefined;
      if (frame.opcode === 8) return frame.payload.length < 2 ? 0 : frame.payload.readUInt16BE(0);
    }
  }

  /** All that comes until the other end closes. */
  async text(): Promise<string> {
    await this.#until(() => (this.ended ? true : undefined));
    return this.#bytes.toString('latin1');
  }

  close(): void {
    this.socket.destroy();
  }

  async #until<T>(ask: () => T | undefined): Promise<T> {
    for (;;) {
      const found = ask();
      if (found !== undefined) return found;
      if (this.ended) throw new Error(`The connection ended, after ${JSON.stringify(this.#bytes.toString('latin1'))}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** What of a request can be wrong. */
export interface RequestOptions {
  readonly method?: string;
  readonly version?: string;
  readonly path?: string;
  /** Replaces headers, adds others; `undefined` leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly subprotocol?: string | undefined;
}

/** The request of a client. */
export function request(endpoint: string, options: RequestOptions = {}): string {
  const url = new URL(endpoint.replace(/^wss?/, 'http'));
  const headers: Record<string, string | undefined> = {
    Host: url.host,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': KEY,
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Protocol': 'subprotocol' in options ? options.subprotocol : 'ZWS2.0/NULL,ZWS2.0',
    ...options.headers,
  };
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  const first = `${options.method ?? 'GET'} ${options.path ?? url.pathname} ${options.version ?? 'HTTP/1.1'}`;
  return `${[first, ...lines].join('\r\n')}\r\n\r\n`;
}

/** A client that has been upgraded, and whose READY has been answered. */
export async function establishedClient(
  endpoint: string,
  type: string,
  options: RequestOptions = {},
): Promise<RawPeer> {
  const peer = await upgradedClient(endpoint, options);
  peer.send(ready(type, /^(?:REQ|DEALER|ROUTER)$/.test(type) ? '' : undefined));
  await peer.traffic();
  return peer;
}

/** A client that has been upgraded. */
export async function upgradedClient(endpoint: string, options: RequestOptions = {}): Promise<RawPeer> {
  const peer = await RawPeer.to(endpoint);
  peer.write(request(endpoint, options));
  const head = await peer.head();
  if (!head.startsWith('HTTP/1.1 101 ')) throw new Error(head);
  return peer;
}

/** A server that a test plays. */
export class RawServer {
  readonly #server: Server;
  readonly #peers: RawPeer[] = [];
  readonly #waiting: ((peer: RawPeer) => void)[] = [];

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => {
      const peer = new RawPeer(socket);
      const next = this.#waiting.shift();
      if (next === undefined) this.#peers.push(peer);
      else next(peer);
    });
  }

  static async start(): Promise<RawServer> {
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new RawServer(server);
  }

  get endpoint(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/raw`;
  }

  /** The next client. */
  accept(): Promise<RawPeer> {
    const peer = this.#peers.shift();
    if (peer !== undefined) return Promise.resolve(peer);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The next client, upgraded to a subprotocol. */
  async upgraded(subprotocol = 'ZWS2.0/NULL', extra = ''): Promise<RawPeer> {
    const peer = await this.accept();
    peer.write(answer(await peer.head(), { subprotocol, extra }));
    return peer;
  }

  async close(): Promise<void> {
    for (const peer of this.#peers) peer.close();
    this.#server.close();
  }
}

/** The answer of a server to a request. */
export function answer(
  head: string,
  {
    subprotocol = 'ZWS2.0/NULL',
    extra = '',
    status = '101 Switching Protocols',
    accept = undefined as string | undefined,
  } = {},
): string {
  const key = /^Sec-WebSocket-Key: (.*)$/im.exec(head)?.[1] ?? '';
  return (
    `HTTP/1.1 ${status}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Accept: ${accept ?? acceptKey(key)}\r\n` +
    `${subprotocol === '' ? '' : `Sec-WebSocket-Protocol: ${subprotocol}\r\n`}${extra}\r\n`
  );
}
