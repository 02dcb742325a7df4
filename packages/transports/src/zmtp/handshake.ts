import type { Command } from './command.js';
import {
  checkFlags,
  COMMAND,
  frameCommand,
  LONG,
  LONG_HEADER_BYTES,
  readLongSize,
  SHORT_HEADER_BYTES,
  tooLarge,
} from './frame.js';
import { checkSignature, encodeGreeting, GREETING_BYTES, readGreeting, type Version } from './greeting.js';
import { ProtocolError } from './protocol-error.js';
import type { HandshakeLocal, SecurityResult } from './security-handshake.js';
import { SecurityHandshake } from './security-handshake.js';

/** The largest frame before the end of the handshake, when the peer is still anybody. */
const MAX_COMMAND_BYTES = 65_536;
const NOTHING = Buffer.alloc(0);

/** The outcome of a handshake. */
export interface HandshakeResult extends SecurityResult {
  /** The version to speak: at most our own. */
  readonly version: Version;
  /** Bytes of the peer that came after its handshake: the first for the decoder. */
  readonly rest: Buffer;
}

/**
 * The beginning of a connection, sans I/O: greetings, then the commands of the mechanism, up to the metadata of the peer.
 *
 *   greeting ──64 bytes──▶ commands ──metadata──▶ done
 *       │                    ▲    ▼
 *       │                    waiting (for the decision of an authenticator)
 *       └────────────────────────┴──────────▶ ProtocolError, for good
 */
export class Handshake {
  done: HandshakeResult | undefined;

  readonly #local: HandshakeLocal;
  readonly #security: SecurityHandshake;
  // The unit under way: the greeting, or one command frame. It grows with what has come, never with what was announced.
  #unit: Buffer = Buffer.allocUnsafe(128);
  #length = 0;
  #version: Version | undefined;
  #failure: Error | undefined;
  /** What came while an authenticator was asked. */
  #held: Buffer = NOTHING;

  constructor(local: HandshakeLocal) {
    this.#local = local;
    this.#security = new SecurityHandshake(local);
  }

  /** What the peer says its socket is, though it may not fit: capital letters, or nothing. */
  get toldType(): string | undefined {
    return this.#security.toldType;
  }

  /** Our greeting, to be sent whole as soon as the connection is made: a peer may wait for any byte of it. */
  start(): Buffer {
    return encodeGreeting(this.#local.mechanism);
  }

  /**
   * Takes bytes of the peer; nothing of the chunk is kept.
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
    return this.#security.started;
  }

  /** Whether an authenticator is asked: nothing more is to be read from the peer before `settle` has resolved. */
  get waiting(): boolean {
    return this.#security.waiting;
  }

  /** The handshake has failed, or is given up: overwrites the secrets of the connection. */
  end(): void {
    this.#security.end();
  }

  /** Waits for the authenticator that the mechanism asks, and goes on. @returns, and throws, what `push` does. */
  async settle(): Promise<readonly Uint8Array[]> {
    try {
      const replies = await this.#security.settle();
      const held = this.#held;
      this.#held = NOTHING;
      return [...replies.map(frameCommand), ...this.#take(held)];
    } catch (error) {
      this.#failure = error as Error;
      throw error;
    }
  }

  #take(chunk: Uint8Array): readonly Uint8Array[] {
    const replies: Uint8Array[] = [];
    const security = this.#security;
    let at = 0;
    for (;;) {
      if (security.waiting) {
        this.#held = Buffer.from(chunk.subarray(at));
        return replies;
      }
      if (security.result !== undefined) {
        const version = this.#version as Version;
        this.done = { ...security.result, version, rest: Buffer.from(chunk.subarray(at)) };
        return replies;
      }
      const needed = security.started ? this.#frameLength() : this.#greetingLength();
      if (this.#length < needed) {
        if (at === chunk.byteLength) return replies;
        at += this.#gather(chunk, at, needed);
      } else {
        const commands = security.started ? this.#endCommand() : this.#endGreeting();
        for (const command of commands) replies.push(frameCommand(command));
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
    return GREETING_BYTES;
  }

  #endGreeting(): readonly Command[] {
    this.#version = readGreeting(this.#unit, this.#local.mechanism);
    this.#length = 0;
    return this.#security.start();
  }

  /** How many bytes of the frame under way are needed to go on: as many as are sure to come. */
  #frameLength(): number {
    if (this.#length === 0) return 1;
    const flags = this.#unit[0] as number;
    checkFlags(flags);
    if ((flags & COMMAND) === 0)
      throw new ProtocolError('The peer sent a message before its handshake was done.').of(
        'ERR_ZMTP_UNEXPECTED_COMMAND',
      );
    const header = (flags & LONG) === 0 ? SHORT_HEADER_BYTES : LONG_HEADER_BYTES;
    if (this.#length < header) return header;
    const size = header === SHORT_HEADER_BYTES ? (this.#unit[1] as number) : readLongSize(this.#unit, 1);
    if (size > MAX_COMMAND_BYTES) throw tooLarge(size, MAX_COMMAND_BYTES);
    return header + size;
  }

  #endCommand(): readonly Command[] {
    const header = ((this.#unit[0] as number) & LONG) === 0 ? SHORT_HEADER_BYTES : LONG_HEADER_BYTES;
    const body = Buffer.from(this.#unit.subarray(header, this.#length));
    this.#length = 0;
    return this.#security.command(body);
  }
}
