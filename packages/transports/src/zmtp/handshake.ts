import type { SocketTypeName } from '@zeromq-ts/core/spi';
import { parseCommand, parseErrorData, repairError } from './command.js';
import { checkFlags, COMMAND, LONG, LONG_HEADER, readLongSize, SHORT_HEADER, tooLarge } from './frame.js';
import { checkSignature, encodeGreeting, GREETING_LENGTH, readGreeting, type Version } from './greeting.js';
import type { Admission, Gate, Mechanism, MechanismSession, TrafficSeal } from './mechanism.js';
import { type Metadata, parseMetadata } from './metadata.js';
import { ProtocolError } from './protocol-error.js';
import { peerRefusal } from './refusal.js';
import { ownMetadata, peerRoutingId, peerSocketType } from './socket-type.js';

/** The largest frame before the end of the handshake, when the peer is still anybody. */
const LARGEST_COMMAND = 65_536;
const NOTHING = Buffer.alloc(0);

/** What a handshake must know of this side. */
export interface HandshakeLocal {
  readonly socketType: SocketTypeName;
  /** The types a peer may have. */
  readonly peers: readonly SocketTypeName[];
  readonly routingId: Uint8Array | undefined;
  /** Whether the type tells its routing id, and that it has none. Default false. */
  readonly sendsIdentity?: boolean | undefined;
  /** The largest frame to take, in bytes, of which the peer is told; absent: no limit. */
  readonly maxMessageSize?: number | undefined;
  readonly mechanism: Mechanism;
  /** Who judges the peer; undefined: nobody. */
  readonly gate?: Gate | undefined;
  /** Called once, before the peer is told about this side; throws when there is no room for it. */
  readonly reserve?: (() => void) | undefined;
}

/** What a handshake has brought out. */
export interface HandshakeResult {
  /** The version to speak: at most our own. */
  readonly version: Version;
  /** The type of the peer's socket, unless it did not tell. */
  readonly socketType: SocketTypeName | undefined;
  /** The routing id of the peer, if it has one and is of a type that has any. */
  readonly routingId: Buffer | undefined;
  /** The name of the mechanism. */
  readonly mechanism: string;
  /** All properties of the peer, by their names in lower case. */
  readonly metadata: Metadata;
  readonly seal: TrafficSeal | undefined;
  /** Who the peer is, if somebody has judged it. */
  readonly admission: Admission | undefined;
  /** Octets of the peer that came after its handshake: the first for the decoder. */
  readonly rest: Buffer;
}

/**
 * The beginning of a connection, sans I/O: greetings, then the commands of the mechanism, up to the metadata of the peer.
 *
 *   greeting ──64 octets──▶ commands ──metadata──▶ done
 *       │                    ▲    ▼
 *       │                    waiting (for the verdict of somebody who is asked)
 *       └────────────────────────┴──────────▶ ProtocolError, for good
 */
export class Handshake {
  done: HandshakeResult | undefined;
  /** What the peer says its socket is, though it may not fit: capital letters, or nothing. */
  toldType: string | undefined;

  readonly #local: HandshakeLocal;
  // The unit under way: the greeting, or one command frame. It grows with what has come, never with what was announced.
  #unit: Buffer = Buffer.allocUnsafe(128);
  #length = 0;
  #version: Version | undefined;
  #session: MechanismSession | undefined;
  #failure: Error | undefined;
  /** What came while somebody was asked. */
  #held: Buffer = NOTHING;

  constructor(local: HandshakeLocal) {
    this.#local = local;
  }

  /** Our greeting, to be sent whole as soon as the connection is made: a peer may wait for any octet of it. */
  start(): Buffer {
    return encodeGreeting(this.#local.mechanism);
  }

  /**
   * Takes octets of the peer; nothing of the chunk is kept.
   *
   * @returns what to send now. `done` may be set after it.
   * @throws ProtocolError when the peer is refused; `reply` is what to send before closing.
   */
  push(chunk: Uint8Array): readonly Uint8Array[] {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.done !== undefined) throw new Error('The handshake is done: what follows is for the decoder.');
    if (this.waiting) {
      this.#held = Buffer.concat([this.#held, chunk]);
      return [];
    }
    try {
      return this.#take(chunk);
    } catch (error) {
      this.#failure = error as Error;
      throw error;
    }
  }

  /** What is kept of what has come, in bytes. */
  get keptBytes(): number {
    return this.#length + this.#held.length;
  }

  /** Whether the peer has sent its greeting, and it fits. */
  get greeted(): boolean {
    return this.#session !== undefined;
  }

  /** Whether somebody is asked: nothing more is to be read from the peer before `settle` has resolved. */
  get waiting(): boolean {
    return this.#session?.waiting !== undefined;
  }

  /** The handshake has failed, or is given up: overwrites the secrets of the connection. */
  end(): void {
    this.#session?.end?.();
  }

  /** Waits for whom the mechanism asks, and goes on. @returns, and throws, what `push` does. */
  async settle(): Promise<readonly Uint8Array[]> {
    try {
      const replies = (await this.#session?.waiting) ?? [];
      const held = this.#held;
      this.#held = NOTHING;
      return [...replies, ...this.#take(held)];
    } catch (error) {
      this.#failure = error as Error;
      throw error;
    }
  }

  #take(chunk: Uint8Array): readonly Uint8Array[] {
    const replies: Uint8Array[] = [];
    let at = 0;
    for (;;) {
      const session = this.#session;
      if (session?.waiting !== undefined) {
        this.#held = Buffer.from(chunk.subarray(at));
        return replies;
      }
      if (session?.peerMetadata !== undefined) {
        this.done = this.#result(session, session.peerMetadata, Buffer.from(chunk.subarray(at)));
        return replies;
      }
      const needed = session === undefined ? this.#greetingLength() : this.#frameLength();
      if (this.#length < needed) {
        if (at === chunk.byteLength) return replies;
        at += this.#gather(chunk, at, needed);
      } else if (session === undefined) {
        replies.push(...this.#endGreeting());
      } else {
        replies.push(...this.#endCommand(session));
      }
    }
  }

  #gather(chunk: Uint8Array, at: number, needed: number): number {
    const count = Math.min(needed - this.#length, chunk.byteLength - at);
    const end = this.#length + count;
    if (end > this.#unit.length) {
      const larger = Buffer.allocUnsafe(Math.max(end, Math.min(needed, 2 * this.#unit.length)));
      this.#unit.copy(larger, 0, 0, this.#length);
      this.#unit = larger;
    }
    this.#unit.set(chunk.subarray(at, at + count), this.#length);
    this.#length = end;
    return count;
  }

  #greetingLength(): number {
    checkSignature(this.#unit, this.#length);
    return GREETING_LENGTH;
  }

  #endGreeting(): readonly Uint8Array[] {
    const { mechanism, socketType, routingId, sendsIdentity, maxMessageSize, gate, reserve } = this.#local;
    this.#version = readGreeting(this.#unit, mechanism);
    this.#session = mechanism.begin(() => {
      reserve?.();
      const identity = sendsIdentity === true ? (routingId ?? NOTHING) : undefined;
      return ownMetadata(socketType, identity, maxMessageSize);
    }, gate);
    this.#length = 0;
    return this.#session.start();
  }

  /** How many octets of the frame under way are needed to go on: as many as are sure to come. */
  #frameLength(): number {
    if (this.#length === 0) return 1;
    const flags = this.#unit[0] as number;
    checkFlags(flags);
    if ((flags & COMMAND) === 0) throw new ProtocolError('The peer sent a message before its handshake was done.');
    const header = (flags & LONG) === 0 ? SHORT_HEADER : LONG_HEADER;
    if (this.#length < header) return header;
    const size = header === SHORT_HEADER ? (this.#unit[1] as number) : readLongSize(this.#unit, 1);
    if (size > LARGEST_COMMAND) throw tooLarge(size, LARGEST_COMMAND);
    return header + size;
  }

  #endCommand(session: MechanismSession): readonly Uint8Array[] {
    const header = ((this.#unit[0] as number) & LONG) === 0 ? SHORT_HEADER : LONG_HEADER;
    const body = Buffer.from(this.#unit.subarray(header, this.#length));
    const command = parseCommand(this.#local.mechanism.name === 'PLAIN' ? repairError(body) : body);
    this.#length = 0;
    if (command === undefined) throw new ProtocolError('The peer sent a command whose name is empty or cut off.');
    if (command.name === 'ERROR') {
      throw peerRefusal(parseErrorData(command.data), this.#local.mechanism.name);
    }
    return session.command(command.name, command.data);
  }

  #result(session: MechanismSession, octets: Buffer, rest: Buffer): HandshakeResult {
    const { socketType: own, peers, mechanism } = this.#local;
    const metadata = parseMetadata(octets);
    const told = metadata.get('socket-type')?.toString('latin1') ?? '';
    if (/^[A-Z]{1,12}$/.test(told)) this.toldType = told;
    const socketType = peerSocketType(metadata, own, peers);
    return {
      version: this.#version as Version,
      socketType,
      routingId: peerRoutingId(metadata, socketType),
      mechanism: mechanism.name,
      metadata,
      seal: session.seal,
      admission: session.admission,
      rest,
    };
  }
}
