import type { Command } from '../../src/zmtp/command.js';
import { encodeCommand } from '../../src/zmtp/command.js';
import type { Dialect } from '../../src/zmtp/dialect.js';
import type { FrameEvents, FrameOutput, FrameSource, Taken } from '../../src/zmtp/framing.js';
import { MessageDecoder } from '../../src/zmtp/message-decoder.js';
import { MessageEncoder } from '../../src/zmtp/message-encoder.js';
import type {
  ConnectionCodec,
  ConnectionHandshake,
  ConnectionResult,
  StreamFraming,
} from '../../src/stream/stream-framing.js';
import { COMMAND, MORE } from '../../src/zmtp/frame.js';
import { ProtocolError } from '../../src/zmtp/protocol-error.js';
import type { HandshakeLocal } from '../../src/zmtp/security-handshake.js';
import { SecurityHandshake } from '../../src/zmtp/security-handshake.js';

/*
 * A framing as unlike RFC 37 as ZWS 2.0 is: no greeting, other flags, other lengths, heartbeats and an end of its own.
 *
 *   +------+-------------+------+
 *   | kind | length (BE) | body |
 *   +------+-------------+------+
 *      1         4
 */
export const KINDS = { last: 0, more: 1, command: 2, close: 8, ping: 9, pong: 10 } as const;
const HEADER_BYTES = 5;

export function toyFrame(kind: number, body: Uint8Array | string = ''): Buffer {
  const bytes = Buffer.from(body);
  const header = Buffer.of(kind, 0, 0, 0, 0);
  header.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([header, bytes]);
}

/** One frame after the other, of bytes in any chunks. */
class Bytes {
  #kept: Buffer = Buffer.alloc(0);

  add(chunk: Uint8Array): void {
    this.#kept = Buffer.concat([this.#kept, chunk]);
  }

  get length(): number {
    return this.#kept.length;
  }

  next(): { kind: number; body: Buffer } | undefined {
    if (this.#kept.length < HEADER_BYTES) return undefined;
    const end = HEADER_BYTES + this.#kept.readUInt32BE(1);
    if (this.#kept.length < end) return undefined;
    const frame = { kind: this.#kept[0] as number, body: Buffer.from(this.#kept.subarray(HEADER_BYTES, end)) };
    this.#kept = this.#kept.subarray(end);
    return frame;
  }

  rest(): Buffer {
    const rest = this.#kept;
    this.#kept = Buffer.alloc(0);
    return rest;
  }
}

const toFrames = (commands: readonly Command[]): Buffer[] =>
  commands.map((command) => toyFrame(KINDS.command, encodeCommand(command)));

class ToyHandshake implements ConnectionHandshake {
  done: ConnectionResult | undefined;
  readonly #security: SecurityHandshake;
  readonly #dialect: Dialect;
  readonly #bytes = new Bytes();

  constructor(local: HandshakeLocal, dialect: Dialect) {
    this.#security = new SecurityHandshake(local);
    this.#dialect = dialect;
  }

  get toldType(): string | undefined {
    return this.#security.toldType;
  }

  get greeted(): boolean {
    return this.#security.started;
  }

  get waiting(): boolean {
    return this.#security.waiting;
  }

  get keptBytes(): number {
    return this.#bytes.length;
  }

  start(): Buffer {
    return Buffer.concat(toFrames(this.#security.start()));
  }

  push(chunk: Uint8Array): readonly Buffer[] {
    this.#bytes.add(chunk);
    return this.#go();
  }

  async settle(): Promise<readonly Buffer[]> {
    return [...toFrames(await this.#security.settle()), ...this.#go()];
  }

  end(): void {
    this.#security.end();
  }

  refusal(error: Error): Buffer {
    return toyFrame(KINDS.close, error.message);
  }

  codec(): ConnectionCodec {
    const dialect = this.#dialect;
    const seal = this.done?.seal;
    return {
      answersPings: dialect.heartbeats,
      decoder: (options, sink) =>
        new MessageDecoder({ ...options, source: (limit, events) => new ToySource(limit, events) }, sink),
      encoder: () => new MessageEncoder({ dialect, seal, output: new ToyOutput() }),
      farewell: (error) => toyFrame(KINDS.close, error === undefined ? '' : (error.cause as Error).message),
    };
  }

  #go(): readonly Buffer[] {
    const replies: Buffer[] = [];
    const security = this.#security;
    while (!security.waiting && security.result === undefined) {
      const frame = this.#bytes.next();
      if (frame === undefined) return replies;
      if (frame.kind !== KINDS.command) throw new ProtocolError(`The peer sent ${frame.kind} first.`);
      replies.push(...toFrames(security.command(frame.body)));
    }
    if (security.result !== undefined) {
      this.done = { ...security.result, rest: this.#bytes.rest() };
    }
    return replies;
  }
}

class ToySource implements FrameSource {
  failed = false;
  readonly destination = undefined;
  readonly #events: FrameEvents;
  readonly #limit: number;
  readonly #bytes = new Bytes();
  #stopped = false;
  #closed = false;

  constructor(limit: number, events: FrameEvents) {
    this.#limit = limit;
    this.#events = events;
  }

  get midFrame(): boolean {
    return !this.#closed && this.#bytes.length > 0;
  }

  get gatheredBytes(): number {
    return this.#bytes.length;
  }

  push(chunk: Buffer): boolean {
    this.#bytes.add(chunk);
    return this.resume(this.#stopped);
  }

  arrived(): boolean {
    throw new Error('There is no destination.');
  }

  stop(): void {
    this.#stopped = true;
  }

  resume(stopped = false): boolean {
    this.#stopped = stopped;
    while (!this.#stopped && !this.#closed) {
      const frame = this.#bytes.next();
      if (frame === undefined) return true;
      this.#take(frame.kind, frame.body);
    }
    return !this.#stopped;
  }

  abandon(): void {
    this.failed = true;
  }

  #take(kind: number, body: Buffer): void {
    const events = this.#events;
    if (kind === KINDS.ping) events.ping(body);
    else if (kind === KINDS.pong) events.pong(body);
    else if (kind === KINDS.close) {
      this.#closed = true;
      events.closed(body.length === 0 ? undefined : new Error(body.toString()));
    } else {
      if (kind > KINDS.command || body.length > this.#limit) {
        this.failed = true;
        throw new ProtocolError(`The peer sent a frame of kind ${kind}, of ${body.length} bytes.`);
      }
      const flags = kind === KINDS.command ? COMMAND : kind === KINDS.more ? MORE : 0;
      if (!events.frame(flags, body, 0, body.length)) this.#stopped = true;
    }
  }
}

class ToyOutput implements FrameOutput {
  readonly borrows = false;
  #pieces: Buffer[] = [];

  get pendingBytes(): number {
    return this.#pieces.reduce((sum, { length }) => sum + length, 0);
  }

  take(): Taken {
    const taken = { pieces: this.#pieces, slabs: [], unreadable: 0 };
    this.#pieces = [];
    return taken;
  }

  text(flags: number, text: string): void {
    this.bytes(flags, Buffer.from(text));
  }

  bytes(flags: number, body: Uint8Array): void {
    const kind = flags === COMMAND ? KINDS.command : flags === MORE ? KINDS.more : KINDS.last;
    this.#pieces.push(toyFrame(kind, body));
  }

  frames(flags: number, frames: readonly (string | Uint8Array)[]): void {
    frames.forEach((frame, index) => this.bytes(index === frames.length - 1 ? 0 : flags, Buffer.from(frame)));
  }

  ping(): void {
    this.#pieces.push(toyFrame(KINDS.ping));
  }

  pong(context: Uint8Array): void {
    this.#pieces.push(toyFrame(KINDS.pong, context));
  }
}

/** The toy framing, for peers that understand this. */
export function toyFraming(dialect: Dialect): StreamFraming {
  return { handshake: (local) => new ToyHandshake(local, dialect) };
}
