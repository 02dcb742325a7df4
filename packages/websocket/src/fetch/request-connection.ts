import { Duplex } from 'node:stream';
import { clearTimeout, queueMicrotask, setTimeout, ZMQError } from '@zeromq-ts/core/spi';
import { POLICY_VIOLATION } from '../framing/close-codes.js';
import {
  BINARY,
  CLOSE,
  FIN,
  LONG,
  MASKED,
  MAX_MEDIUM_BYTES,
  MAX_SHORT_BYTES,
  MEDIUM,
  PING,
  PONG,
  TEXT,
} from '../framing/opcodes.js';
import { takeFrame } from './take-frame.js';
import type { MessageSocket } from './message-socket.js';

/** What a request is answered with. */
export interface RequestAnswer {
  /** 101 when it is upgraded. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Both ends of the connection that a request has come over, as far as the runtime knows. */
export interface RequestAddresses {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
}

/** So much may wait in the runtime before writing waits. */
const FULL_BYTES = 1_048_576;
/** How soon the runtime is asked again, and how seldom at most, in milliseconds. */
const FIRST_LOOK_MS = 2;
const LAST_LOOK_MS = 50;
/** So much may wait to be received: a runtime cannot hold the peer back. */
const MAX_WAITING_BYTES = 67_108_864;

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;
const END_OF_HEAD = Buffer.from('\r\n\r\n', 'latin1');
const NOTHING = Buffer.alloc(0);
const NO_STATUS = 1005;
const ABNORMAL = 1006;

/**
 * A request of which the runtime keeps the connection, as the connection that it came over: what is written is the answer,
 * then frames; what is read are frames. All that is above bytes is thus the same on every server.
 *
 *     answer, frames ──> RequestConnection ──> Response, messages of the runtime's WebSocket
 *     frames         <── RequestConnection <── messages, with the mask 0
 */
export class RequestConnection extends Duplex implements RequestAddresses {
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  /** Not reported by the runtime; of a peer on this machine, it is the same. */
  readonly localAddress: string | undefined;
  readonly #answer: (answer: RequestAnswer) => void;
  #answered = false;
  #socket: MessageSocket | undefined;
  /** What was written and has not made a head, or a frame. */
  #written: Buffer = NOTHING;
  /** Continues writing, once there is a WebSocket. */
  #opened: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closeSent = false;

  /** @param answer - Called with the answer, once. */
  constructor({ remoteAddress, remotePort }: RequestAddresses, answer: (answer: RequestAnswer) => void) {
    super({ allowHalfOpen: true });
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
    if (remoteAddress !== undefined && LOOPBACK.test(remoteAddress)) this.localAddress = remoteAddress;
    this.#answer = answer;
  }

  /** The request has been upgraded. */
  opened(socket: MessageSocket): void {
    this.#socket = socket;
    if (this.destroyed) socket.terminate();
    this.#opened?.();
    this.#opened = undefined;
  }

  /** A message has come. */
  message(data: string | Uint8Array): void {
    if (typeof data === 'string') this.#received(TEXT, Buffer.from(data));
    else this.#received(BINARY, Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  }

  /** A PONG has come. */
  pong(): void {
    this.#received(PONG, NOTHING);
  }

  /** The WebSocket is closed. */
  ended(code: number, reason: string): void {
    if (code !== NO_STATUS && code !== ABNORMAL) {
      this.#received(CLOSE, Buffer.concat([Buffer.of(code >>> 8, code & 0xff), Buffer.from(reason)]));
    }
    if (this.destroyed) return;
    this.push(null);
    // What is written from here on does not arrive. What has come is read first.
    this.#closeSent = true;
    this.#socket = undefined;
  }

  // What else is done with the connection of a request: these belong to the runtime.
  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#written = this.#written.length === 0 ? chunk : Buffer.concat([this.#written, chunk]);
    if (!this.#answered && !this.#takeHead()) {
      done();
    } else if (this.#socket === undefined && !this.#closeSent) {
      this.#opened = () => this.#sendAll(done);
    } else {
      this.#sendAll(done);
    }
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#close(1000, '');
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#timer);
    this.#respond({ status: 503, headers: {}, body: 'The connection was closed.\n' });
    this.#socket?.terminate();
    done(error);
  }

  #respond(answer: RequestAnswer): void {
    if (this.#answered) return;
    this.#answered = true;
    this.#answer(answer);
  }

  /** @returns whether the answer has been given. */
  #takeHead(): boolean {
    const end = this.#written.indexOf(END_OF_HEAD);
    if (end === -1) return false;
    const [first = '', ...lines] = this.#written.toString('latin1', 0, end).split('\r\n');
    const rest = this.#written.subarray(end + END_OF_HEAD.length);
    const status = Number(first.split(' ')[1]);
    const headers = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
    const isUpgrade = status === 101;
    this.#written = isUpgrade ? rest : NOTHING;
    // Of what is refused, nothing more is written.
    this.#closeSent = !isUpgrade;
    this.#respond({ status, headers: Object.fromEntries(headers), body: isUpgrade ? '' : rest.toString('latin1') });
    return true;
  }

  #sendAll(done: (error?: Error | null) => void): void {
    try {
      for (;;) {
        const frame = takeFrame(this.#written);
        if (frame === undefined) break;
        this.#written = frame.rest;
        this.#send(frame.opcode, frame.payload);
      }
      // Written by the caller into memory that is used again.
      this.#written = Buffer.from(this.#written);
    } catch (error) {
      done(error as Error);
      return;
    }
    this.#whenRoom(FIRST_LOOK_MS, done);
  }

  #send(opcode: number, payload: Buffer): void {
    const socket = this.#socket;
    if (socket === undefined) return;
    if (opcode === BINARY) socket.send(payload);
    else if (opcode === CLOSE) {
      this.#close(payload.length < 2 ? NO_STATUS : payload.readUInt16BE(0), payload.toString('latin1', 2));
    } else if (opcode === PING) {
      // A runtime that has no ping looks after its connections itself.
      if (socket.ping === undefined) queueMicrotask(() => this.pong());
      else socket.ping();
    }
    // PINGs of the peer have been answered by the runtime.
  }

  #close(code: number, reason: string): void {
    if (this.#closeSent) return;
    this.#closeSent = true;
    this.#socket?.close(code === NO_STATUS ? 1000 : code, reason);
  }

  /** There is no event of every runtime that says that there is room. */
  #whenRoom(after: number, done: (error?: Error | null) => void): void {
    if ((this.#socket?.bufferedBytes ?? 0) <= FULL_BYTES) {
      done();
      return;
    }
    this.#timer = setTimeout(() => this.#whenRoom(Math.min(after * 2, LAST_LOOK_MS), done), after);
  }

  #received(opcode: number, payload: Buffer): void {
    if (this.destroyed || this.readableEnded) return;
    const size = payload.length;
    const extended = size <= MAX_SHORT_BYTES ? 0 : size <= MAX_MEDIUM_BYTES ? 2 : 8;
    // The last four bytes are the mask, which changes nothing.
    const head = Buffer.alloc(2 + extended + 4);
    head[0] = FIN | opcode;
    head[1] = MASKED | (extended === 0 ? size : extended === 2 ? MEDIUM : LONG);
    if (extended === 2) head.writeUInt16BE(size, 2);
    if (extended === 8) head.writeBigUInt64BE(BigInt(size), 2);
    this.push(head);
    if (size > 0) this.push(payload);
    if (this.readableLength <= MAX_WAITING_BYTES) return;
    this.#close(POLICY_VIOLATION, '');
    this.destroy(
      new ZMQError(
        'ENOBUFS',
        `More than ${MAX_WAITING_BYTES} bytes of the peer waited to be received: the runtime cannot hold it back.`,
      ),
    );
  }
}
