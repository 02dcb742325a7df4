// oxlint-disable unicorn/prefer-add-event-listener -- a connection has one listener at a time, and the next phase replaces it
import type { LinkEvents, LocalSocket, Outgoing, PeerCommand, PeerInfo, PeerLink } from '@zeromq-ts/core/spi';
import {
  asFrame,
  CANCEL,
  cancelCommand,
  clearTimeout,
  encodeText,
  FRAME_OVERHEAD_BYTES,
  MAX_MESSAGE_FRAMES,
  messageOfFrames,
  queueMicrotask,
  setTimeout,
  SUBSCRIBE,
  subscribeCommand,
  ZMQError,
} from '@zeromq-ts/core/spi';
import type { BrowserSocket } from './browser-globals.js';
import { whenGone } from './browser-globals.js';
import { IdleTimer } from './idle-timer.js';
import type { FrameCipher } from '../zmtp/mechanism.js';
import { COMMAND, LAST, MORE, parseCommand, payloadOf, shortText } from './zws-payload.js';

/** Bytes that may wait in the browser before the link is full. */
const FULL_BYTES = 1_048_576;
/** How soon the browser is asked again whether they have left, and how seldom at most, in milliseconds. */
const FIRST_LOOK_MS = 2;
const LAST_LOOK_MS = 50;

const NORMAL = 1000;
/** Codes for pages begin at 3000; the last digits are those of RFC 6455. */
const PROTOCOL_ERROR = 4002;
const POLICY_VIOLATION = 4008;
const TOO_BIG = 4009;

const SUBSCRIBE_BYTE = Uint8Array.of(1);
const CANCEL_BYTE = Uint8Array.of(0);

/** Flags of a frame of ZMTP, which an encrypted one has inside. Of a message they are those of a payload. */
const SEALED_COMMAND = 4;

/** What a connection has by its handshake. */
export interface Agreed {
  readonly endpoint: string;
  readonly maxFrameBytes: number;
  /** Encrypts the traffic; `undefined` when nothing does. */
  readonly seal: FrameCipher | undefined;
  /** How long the peer may be silent, in milliseconds; 0: without a limit. */
  readonly idleTimeout: number;
}

/**
 * An established connection of a browser. It has no way to hold the peer back: messages that the receiver does not take
 * wait here, as do the frames of one that has not ended, and above a limit the connection is closed.
 */
export class WebLink implements PeerLink {
  readonly peer: PeerInfo;
  readonly synchronous = false;
  readonly maxFrameBytes: number;
  readonly #socket: BrowserSocket;
  readonly #local: LocalSocket;
  readonly #endpoint: string;
  readonly #seal: FrameCipher | undefined;
  readonly #ignorePage: () => void;
  readonly #idle: IdleTimer;
  #receiver: LinkEvents | undefined;
  /** Those of a message whose last one has not come. */
  #frames: Uint8Array[] = [];
  #frameBytes = 0;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #paused = false;
  #halted = false;
  #over = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(socket: BrowserSocket, local: LocalSocket, peer: PeerInfo, agreed: Agreed) {
    const { maxFrameBytes, endpoint, seal, idleTimeout } = agreed;
    this.#socket = socket;
    this.#local = local;
    this.peer = peer;
    this.maxFrameBytes = maxFrameBytes;
    this.#endpoint = endpoint;
    this.#seal = seal;
    this.#ignorePage = whenGone(() => this.#finish(undefined, NORMAL));
    this.#idle = new IdleTimer(idleTimeout, () => {
      const text = `The connection at ${endpoint} was lost: nothing came within webSocket.idleTimeout, ${idleTimeout} ms.`;
      this.#finish(new ZMQError('ETIMEDOUT', text, { endpoint }), NORMAL);
    });
    socket.onmessage = ({ data }) => this.#arrive(data);
    socket.onclose = ({ code, reason, wasClean }) => this.#finish(this.#lost(code, reason, wasClean));
  }

  /** Begins to hand up what comes. */
  start(receiver: LinkEvents): void {
    this.#receiver = receiver;
  }

  get over(): boolean {
    return this.#over;
  }

  get flushed(): boolean {
    return this.#over || this.#socket.bufferedAmount === 0;
  }

  send(message: Outgoing): boolean {
    if (this.#over) return false;
    const frames = typeof message === 'string' || message instanceof Uint8Array ? [message] : message;
    const last = frames.length - 1;
    // All before the first is sent: a frame that cannot be read throws.
    const payloads = frames.map((frame, index) =>
      this.#payload(index === last ? LAST : MORE, typeof frame === 'string' ? encodeText(frame) : frame),
    );
    for (const payload of payloads) this.#socket.send(payload);
    if (this.#socket.bufferedAmount <= FULL_BYTES) return true;
    this.#look(FIRST_LOOK_MS);
    return false;
  }

  sendCommand({ name, data }: PeerCommand): void {
    if (this.#over) return;
    if (data.byteLength + name.length + 1 > this.maxFrameBytes) {
      if (name !== CANCEL) this.#receiver?.dropped('too-large', 1);
    } else if (name === SUBSCRIBE) this.#socket.send(this.#payload(LAST, SUBSCRIBE_BYTE, data));
    else if (name === CANCEL) this.#socket.send(this.#payload(LAST, CANCEL_BYTE, data));
    else this.#socket.send(this.#payload(COMMAND, shortText(encodeText(name)), data));
  }

  resume(): void {
    this.#paused = false;
    queueMicrotask(() => this.#deliver());
  }

  halt(): void {
    this.#halted = true;
  }

  /** The browser sends what it has taken before it closes. */
  end(): void {
    this.#finish(undefined, NORMAL);
  }

  destroy(error?: Error): void {
    this.#finish(error, error === undefined ? NORMAL : PROTOCOL_ERROR);
  }

  #payload(flags: number, ...parts: readonly Uint8Array[]): Uint8Array {
    const payload = payloadOf(flags, ...parts);
    if (this.#seal === undefined) return payload;
    return payloadOf(LAST, this.#seal.seal(flags === COMMAND ? SEALED_COMMAND : flags, payload.subarray(1)));
  }

  /** Polls whether the buffered bytes have left: there is no event for that. */
  #look(after: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#over) return;
      if (this.#socket.bufferedAmount > FULL_BYTES / 2) this.#look(Math.min(after * 2, LAST_LOOK_MS));
      else this.#receiver?.drained();
    }, after);
  }

  #arrive(data: unknown): void {
    if (this.#over) return;
    this.#idle.heard();
    if (this.#halted) return;
    if (!(data instanceof ArrayBuffer) || data.byteLength === 0) {
      this.#refuse('The peer sent text, or an empty message.', PROTOCOL_ERROR);
      return;
    }
    const bytes = data.byteLength - 1 - (this.#seal?.overhead ?? 0);
    if (bytes > this.#local.options.maxMessageSize) {
      this.#refuse(`The peer sent a frame of ${bytes} bytes; fewer are accepted.`, TOO_BIG);
      return;
    }
    this.#waiting.push(new Uint8Array(data));
    this.#waitingBytes += data.byteLength + FRAME_OVERHEAD_BYTES;
    if (!this.#paused) this.#deliver();
    this.#limit();
  }

  #limit(): void {
    const most = this.#local.options.maxIncomingBytes || Infinity;
    if (this.#over || this.#waitingBytes + this.#frameBytes <= most) return;
    this.#refuse(`More than maxIncomingBytes, ${most} bytes, came that were not received.`, POLICY_VIOLATION);
  }

  #deliver(): void {
    const receiver = this.#receiver;
    if (receiver === undefined || this.#paused || this.#halted || this.#over) return;
    let taken = 0;
    const waiting = this.#waiting;
    while (taken < waiting.length && !this.#paused && !this.#over) {
      const payload = waiting[taken++] as Uint8Array;
      this.#waitingBytes -= payload.byteLength + FRAME_OVERHEAD_BYTES;
      this.#take(payload);
    }
    this.#waiting = this.#over ? [] : waiting.slice(taken);
    receiver.batchEnd();
  }

  #take(payload: Uint8Array): void {
    if (this.#seal === undefined) {
      this.#takeFrame(payload[0] as number, payload.subarray(1));
      return;
    }
    try {
      if (payload[0] !== LAST) throw new Error('The peer sent a frame that is not encrypted.');
      const { flags, body } = this.#seal.open(asFrame(payload.subarray(1)));
      this.#takeFrame(flags === SEALED_COMMAND ? COMMAND : flags, body);
    } catch (error) {
      this.#refuse((error as Error).message, PROTOCOL_ERROR);
    }
  }

  #takeFrame(flags: number, body: Uint8Array): void {
    if (flags > COMMAND) {
      this.#refuse(`The peer sent a message that begins with ${flags}: its flags are 0, 1 or 2.`, PROTOCOL_ERROR);
    } else if (flags === COMMAND) {
      const command = parseCommand(body);
      if (command !== undefined && this.#local.definition.peerCommands?.includes(command.name) === true)
        this.#receiver?.command(command);
    } else {
      this.#frameBytes += body.byteLength + FRAME_OVERHEAD_BYTES;
      if (this.#frames.push(asFrame(body)) > MAX_MESSAGE_FRAMES) {
        this.#refuse('The peer sent a message of too many frames.', TOO_BIG);
      } else if (flags === LAST) this.#message();
    }
  }

  #message(): void {
    const frames = this.#frames;
    this.#frames = [];
    this.#frameBytes = 0;
    const [first] = frames;
    if (this.#local.definition.subscriptions === 'received' && frames.length === 1 && first !== undefined) {
      if (first[0] === 1) return this.#receiver?.command(subscribeCommand(first.subarray(1)));
      if (first[0] === 0) return this.#receiver?.command(cancelCommand(first.subarray(1)));
    }
    if (this.#receiver?.message(messageOfFrames(frames, this.peer)) === false) this.#paused = true;
  }

  #refuse(why: string, code: number): void {
    this.#finish(new ZMQError('EPROTO', `The connection at ${this.#endpoint} was lost: ${why}`), code);
  }

  /** @param code - That of CLOSE; absent: the connection has been closed. */
  #finish(error: Error | undefined, code?: number): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#idle.stop();
    this.#ignorePage();
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    this.#frames = [];
    this.#seal?.end?.();
    if (code !== undefined) this.#socket.close(code);
    this.#receiver?.held();
    // The event of the browser comes late, or not at all, when the peer does not answer.
    queueMicrotask(() => this.#receiver?.closed(error));
  }

  #lost(code: number, reason: string, wasClean: boolean): Error | undefined {
    if (wasClean && (code === NORMAL || code === 1001 || code === 1005)) return undefined;
    const shown = reason === '' ? '' : `, ${JSON.stringify(reason)}`;
    const text = `The connection at ${this.#endpoint} was lost: it was closed with the code ${code}${shown}.`;
    return new ZMQError('ECONNRESET', text, { endpoint: this.#endpoint });
  }
}
