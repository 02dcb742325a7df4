import type { LocalSocket, Outgoing } from '@zeromq-ts/core/spi';
import { messageOfFrames, allocateBytes } from '@zeromq-ts/core/spi';
import type {
  ConnectionCodec,
  ConnectionHandshake,
  ConnectionResult,
  StreamFraming,
  TrafficDecoder,
  TrafficEncoder,
} from '../stream/stream-framing.js';
import type { Taken } from '../zmtp/framing.js';
import type { DecoderEvents, DecoderOptions } from '../zmtp/message-decoder.js';

const NOTHING = Buffer.alloc(0);

/** No framing at all: bytes as they are, from the first one on. */
const rawFraming: StreamFraming = { handshake: () => new RawHandshake() };

/** How the connections of a socket are framed, if not as ZMTP. */
export function framingOf({ definition }: LocalSocket): StreamFraming | undefined {
  return definition.raw === true ? rawFraming : undefined;
}

/** It is done as soon as the connection is made. */
class RawHandshake implements ConnectionHandshake {
  done: ConnectionResult | undefined;
  readonly toldType = undefined;
  readonly greeted = true;
  readonly waiting = false;
  readonly keptBytes = 0;

  start(): Uint8Array {
    this.done = {
      socketType: undefined,
      routingId: undefined,
      mechanism: 'NULL',
      metadata: new Map(),
      seal: undefined,
      admission: undefined,
      rest: NOTHING,
    };
    return NOTHING;
  }

  push(): readonly Uint8Array[] {
    return [];
  }

  async settle(): Promise<readonly Uint8Array[]> {
    return [];
  }

  end(): void {}

  refusal(): undefined {}

  codec(): ConnectionCodec {
    return {
      answersPings: false,
      decoder: (options, sink) => new RawDecoder(options, sink),
      encoder: () => new RawEncoder(),
      farewell: () => undefined,
    };
  }
}

/** Makes a message of each chunk. */
class RawDecoder implements TrafficDecoder {
  readonly midMessage = false;
  readonly unfinishedBytes = 0;
  readonly unfinishedOverhead = 0;
  readonly destination = undefined;
  readonly #peer: DecoderOptions['peer'];
  readonly #sink: DecoderEvents;
  #abandoned = false;

  constructor({ peer }: DecoderOptions, sink: DecoderEvents) {
    this.#peer = peer;
    this.#sink = sink;
  }

  push(chunk: Buffer): boolean {
    if (this.#abandoned || chunk.length === 0) return true;
    const body = allocateBytes(chunk.length);
    body.set(chunk);
    return this.#sink.message(messageOfFrames([body], this.#peer));
  }

  arrived(): boolean {
    return true;
  }

  stop(): void {}

  resume(): boolean {
    return true;
  }

  abandon(): void {
    this.#abandoned = true;
  }
}

/** Bytes of messages, one after the other. */
class RawEncoder implements TrafficEncoder {
  #pieces: Buffer[] = [];
  #pendingBytes = 0;

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Everything is copied: what is written may lie in a buffer of the application. */
  readonly borrows = false;

  message(message: Outgoing): void {
    for (const frame of typeof message === 'string' || message instanceof Uint8Array ? [message] : message) {
      const piece = typeof frame === 'string' ? Buffer.from(frame) : Buffer.from(Uint8Array.from(frame).buffer);
      this.#pieces.push(piece);
      this.#pendingBytes += piece.length;
    }
  }

  command(): void {}
  ping(): void {}
  pong(): void {}

  take(): Taken {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#pendingBytes = 0;
    return { pieces, slabs: [], unreadable: 0 };
  }
}
