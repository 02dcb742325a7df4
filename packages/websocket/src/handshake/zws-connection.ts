import type { ConnectionCodec, ConnectionResult, Dialect } from '@zeromq-ts/transports/internal';
import {
  COMMAND,
  encodeCommand,
  MessageDecoder,
  MessageEncoder,
  ProtocolError,
  releaseSlab,
} from '@zeromq-ts/transports/internal';
import { ZMQError } from '@zeromq-ts/core/spi';
import { closeCodeOf, closePayload } from '../framing/close-codes.js';
import { CLOSE } from '../framing/opcodes.js';
import { WebSocketReader } from '../framing/web-socket-reader.js';
import { WebSocketWriter } from '../framing/web-socket-writer.js';
import type { Opening, OpeningFrame } from './opening.js';

/** The largest frame before the end of the handshake, when the peer is still anybody. */
const MAX_COMMAND_BYTES = 65_536;

/** Subscriptions travel as messages (RFC 45, "Publish-Subscribe"), sealed ones too; PING is that of WebSocket. */
const ZWS_2_0: Dialect = { subscriptions: 'messages', commands: true, heartbeats: true };

/** What distinguishes one connection from another. */
export interface ZwsRole {
  /** Whether this side is the client, which masks what it sends. */
  readonly client: boolean;
  /** Whether the subprotocol has no mechanism. */
  readonly bare: boolean;
  /** What is known of the peer from its request, by the names of claimed metadata. */
  readonly claims?: ReadonlyMap<string, string> | undefined;
  /** Who the peer is, if its request has shown it. */
  readonly admission?: ConnectionResult['admission'];
}

/** A connection from its upgrade to the first message; sans I/O. Both sides are the same but for the masks. */
export class ZwsConnection {
  readonly #role: ZwsRole;
  readonly #opening: Opening;
  readonly #writer: WebSocketWriter;
  readonly #reader: WebSocketReader;
  /** The payload of the last PING that has not been answered: of a flood, one is. */
  #pinged: Buffer | undefined;

  constructor(role: ZwsRole, opening: Opening) {
    this.#role = role;
    this.#opening = opening;
    this.#writer = new WebSocketWriter(role.client);
    this.#reader = new WebSocketReader(
      !role.client,
      MAX_COMMAND_BYTES,
      {
        frame: (flags, block, start, end) => {
          this.#write(opening.take(flags, Buffer.from(block.subarray(start, end))));
          return !this.#pausing;
        },
        frameBegins: () => {},
        ping: (payload) => {
          this.#pinged = payload;
        },
        pong: () => {},
        closed: (reason) => {
          throw reason === undefined
            ? new ZMQError('ECONNREFUSED', 'the peer closed it before the handshake was done.')
            : new ZMQError('EPROTO', reason.message);
        },
      },
      () => true,
    );
  }

  get waiting(): boolean {
    return this.#opening.waiting;
  }

  get toldType(): string | undefined {
    return this.#opening.toldType;
  }

  get keptBytes(): number {
    return this.#reader.keptBytes;
  }

  /** @returns what to send. @throws when there is no room for the peer. */
  start(): Uint8Array {
    this.#write(this.#opening.start());
    if (this.#pausing) this.#reader.stop();
    return this.#written();
  }

  push(chunk: Uint8Array): readonly Uint8Array[] {
    this.#reader.push(chunk as Buffer);
    return [this.#written()];
  }

  async settle(): Promise<readonly Uint8Array[]> {
    this.#write(await this.#opening.settle());
    if (!this.#pausing) this.#reader.resume();
    return [this.#written()];
  }

  end(): void {
    this.#opening.end();
  }

  /** What came of it; taken once, as the bytes that follow go with it. */
  finish(): ConnectionResult | undefined {
    const { result } = this.#opening;
    if (result === undefined || this.#opening.waiting) return undefined;
    const { claims, admission } = this.#role;
    // What the request has shown comes before what the peer says: of the whole, only so much is remembered.
    const metadata = new Map<string, Buffer>(Array.from(claims ?? [], ([name, value]) => [name, Buffer.from(value)]));
    for (const [name, value] of result.metadata) if (!metadata.has(name)) metadata.set(name, value);
    return { ...result, metadata, admission: result.admission ?? admission, rest: this.#reader.takeHeld() };
  }

  /** The last bytes for a peer that is refused. */
  refusal(error: Error): Uint8Array {
    const reply = error instanceof ProtocolError ? error.reply : undefined;
    if (reply !== undefined && !this.#role.bare) this.#writer.bytes(COMMAND, encodeCommand(reply));
    // The data of an ERROR command: a byte of length, and the reason.
    const reason = reply === undefined ? '' : Buffer.from(reply.data).toString('latin1', 1);
    this.#writer.control(CLOSE, closePayload(closeCodeOf(error), reason));
    return this.#written();
  }

  codec(): ConnectionCodec {
    const { client, bare } = this.#role;
    const seal = this.#opening.result?.seal;
    let reader: WebSocketReader | undefined;
    return {
      // libzmq answers no PING on a connection without a mechanism.
      answersPings: bare ? 'unknown' : true,
      decoder: (options, sink) =>
        new MessageDecoder(
          {
            ...options,
            source: (limit, events, mayGoOn) => (reader = new WebSocketReader(!client, limit, events, mayGoOn)),
          },
          sink,
        ),
      encoder: () => new MessageEncoder({ dialect: ZWS_2_0, seal, output: new WebSocketWriter(client) }),
      farewell: (error) => {
        const writer = new WebSocketWriter(client);
        writer.control(CLOSE, reader?.closedWith ?? closePayload(closeCodeOf(error)));
        return bytesOf(writer);
      },
    };
  }

  get #pausing(): boolean {
    return this.#opening.waiting || this.#opening.result !== undefined;
  }

  #write(frames: readonly OpeningFrame[]): void {
    for (const { flags, body } of frames) this.#writer.bytes(flags, body);
  }

  #written(): Uint8Array {
    if (this.#pinged !== undefined) this.#writer.pong(this.#pinged);
    this.#pinged = undefined;
    return bytesOf(this.#writer);
  }
}

/** What has been written, in a buffer of its own. */
function bytesOf(writer: WebSocketWriter): Uint8Array {
  const { pieces, slabs } = writer.take();
  const bytes = Buffer.concat(pieces);
  for (const slab of slabs) releaseSlab(slab);
  return bytes;
}
