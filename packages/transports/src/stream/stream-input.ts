import type {
  LinkEvents,
  Message,
  PeerCommand,
  UnfinishedAccount,
  UnfinishedHolder,
  UnfinishedMessages,
} from '@zeromq-ts/core/spi';
import { nextTick, readingBudget } from '@zeromq-ts/core/spi';
import type { ByteSink, ByteSource, ByteStream } from './byte-stream.js';
import { MAX_READ_BYTES } from './byte-stream.js';
import type { DecoderEvents } from '../zmtp/message-decoder.js';
import type { TrafficDecoder } from './stream-framing.js';

/** How long what one peer has sent is taken apart in one turn of the event loop, in milliseconds. */
const MAX_SHARE_MS = 0.5;
/** After this many milliseconds, it stops within the read data, and the rest has to be copied. */
const MAX_READ_MS = 1;

/** The callbacks of the input, except for messages and commands. */
export interface InputEvents {
  /** This number of bytes was received. */
  heard(count: number): void;
  pinged(timeToLive: number, context: Uint8Array): void;
  ponged(): void;
  /** Reading was paused, or resumed. */
  held(paused: boolean): void;
  /** The receiver takes nothing more for now. Reading may have been paused before, for another reason. */
  full(): void;
  /**
   * The peer has sent everything.
   *
   * @param cutShort - Whether it stopped in the middle of a message.
   * @param reason - Why it ends the connection, if it has said so.
   */
  ended(cutShort: boolean, reason: Error | undefined): void;
  /** What came is no ZMTP. */
  broken(error: Error): void;
  /** The peer takes more memory than it may. */
  overdrawn(error: Error): void;
}

/**
 * What comes in through a established connection: bytes of the socket to the decoder, messages to the receiver. When the
 * receiver has enough, the rest stays where it is, in the decoder and in the system.
 *
 * Without a limit, a peer that sends fast would be read continuously, and a hundred of them would block the event loop,
 * whatever they send. So decoding has a time budget, for each connection and for all together. Data beyond it is kept,
 * reading is paused, and decoding continues in a later turn, after connections that have waited longer.
 */
export class StreamInput implements DecoderEvents, ByteSink, UnfinishedHolder {
  #socket: ByteStream;
  readonly #source: ByteSource;
  readonly #receiver: LinkEvents;
  readonly #watcher: InputEvents;
  readonly #decoder: TrafficDecoder;
  #paused = false;
  #resuming = false;
  #halted = false;
  #ended = false;
  /** The peer has said that it sends nothing more, and why, if something was wrong. */
  #closed = false;
  #reason: Error | undefined;
  #stopped = false;
  #decoding = false;
  /** Milliseconds that it has taken in this turn. */
  #spent = 0;
  /** Its share of the turn is used up, or that of all connections. */
  #awaitsTurn = false;
  readonly #unfinished: UnfinishedAccount | undefined;
  /** The receiver has said stop. */
  #full = false;
  /** Held back for the sake of what all peers together may take. */
  #heldBack = false;

  constructor(
    socket: ByteStream,
    source: ByteSource,
    decoderFor: (sink: DecoderEvents) => TrafficDecoder,
    receiver: LinkEvents,
    watcher: InputEvents,
    unfinished?: UnfinishedMessages,
  ) {
    this.#socket = socket;
    this.#source = source;
    this.#receiver = receiver;
    this.#watcher = watcher;
    this.#decoder = decoderFor(this);
    this.#unfinished = unfinished?.open(this);
    source.feed(this);
    socket.on('end', this.#onEnd);
  }

  /** @param rest - What came together with the end of the handshake. */
  start(rest: Buffer): void {
    if (rest.byteLength > 0) this.bytes(rest);
  }

  /** Goes on, after `message` of the receiver has returned false; not from inside this call. */
  resume(): void {
    this.#full = false;
    this.#goOn();
  }

  #goOn(): void {
    if (
      !this.#paused ||
      this.#resuming ||
      this.#stopped ||
      this.#halted ||
      this.#full ||
      this.#heldBack ||
      this.#awaitsTurn
    )
      return;
    this.#resuming = true;
    nextTick(this.#onResume);
  }

  /** Reads no more, so that the system holds the peer back; the end of the connection is still told. */
  halt(): void {
    if (this.#halted || this.#stopped) return;
    this.#halted = true;
    // It never goes on: others need not wait for it.
    this.#unfinished?.close();
    if (!this.#paused) this.#pause(true);
    if (this.#ended) this.#tellEnd();
  }

  /** Whether something that has come, or may have, is kept until the receiver or the next turn takes it. */
  get paused(): boolean {
    return this.#paused;
  }

  /** Goes on with another socket, paused, on the same connection. */
  readFrom(socket: ByteStream): void {
    this.#socket.off('end', this.#onEnd);
    this.#socket = socket;
    socket.on('end', this.#onEnd);
    if (!this.#paused && !this.#ended) socket.resume();
  }

  /** The end of the input: messages kept by the decoder are delivered, then the end is reported. */
  cease(): void {
    if (!this.#ended && !this.#stopped) this.#onEnd();
  }

  /** Hands up nothing more. */
  stop(): void {
    this.#stopped = true;
    this.#unfinished?.close();
    this.#source.feed(undefined);
    this.#socket.off('end', this.#onEnd);
    if (!this.#decoding) this.#decoder.abandon();
  }

  /** Tells how much of a message has come that has not ended. */
  grows(): void {
    this.#unfinished?.set(this.#decoder.unfinishedBytes, this.#decoder.unfinishedOverhead);
  }

  /** Whether the receiver takes more. */
  get reading(): boolean {
    return !this.#full;
  }

  /** Called while it decodes, or right after it. */
  hold(): void {
    if (this.#heldBack || this.#stopped) return;
    this.#heldBack = true;
    this.#decoder.stop();
  }

  release(): void {
    this.#heldBack = false;
    this.#goOn();
  }

  cut(reason: Error): void {
    if (!this.#stopped) this.#watcher.overdrawn(reason);
  }

  message(message: Message): boolean {
    if (this.#stopped) return false;
    if (this.#receiver.message(message)) return !this.#stopped;
    this.#full = true;
    this.#watcher.full();
    return false;
  }

  command(command: PeerCommand): void {
    if (!this.#stopped) this.#receiver.command(command);
  }

  ping(timeToLive: number, context: Uint8Array): void {
    if (!this.#stopped) this.#watcher.pinged(timeToLive, context);
  }

  pong(): void {
    if (!this.#stopped) this.#watcher.ponged();
  }

  /** The peer ends the connection with a word, and not by FIN alone. Called while it decodes. */
  closed(reason: Error | undefined): void {
    this.#closed = true;
    this.#reason = reason;
  }

  bytes(chunk: Buffer): void {
    this.#take(chunk, chunk.byteLength);
  }

  destination(): Buffer | undefined {
    return this.#stopped ? undefined : this.#decoder.destination;
  }

  arrived(count: number): void {
    this.#take(undefined, count);
  }

  /** @param chunk - What has come; undefined: it has been read to where it belongs. */
  #take(chunk: Buffer | undefined, count: number): void {
    this.#watcher.heard(count);
    this.#unfinished?.admit();
    // Only after a full read libuv reads on at once, in the same turn, up to 32 times (uv__read).
    if (count < MAX_READ_BYTES) this.#spent = 0;
    this.#step(chunk, count);
  }

  /** Takes apart what has come, as much as the budget allows. */
  #step(chunk: Buffer | undefined, count: number): void {
    if (this.#exhausted) this.#awaitTurn();
    readingBudget.enter();
    this.#decode(chunk, count);
    this.#spent += readingBudget.leave();
    if (count < MAX_READ_BYTES || this.#paused || this.#stopped || !this.#exhausted) return;
    this.#awaitTurn();
    this.#pause(true);
  }

  get #exhausted(): boolean {
    return readingBudget.over || this.#spent > MAX_SHARE_MS;
  }

  mayGoOn(): boolean {
    const elapsed = readingBudget.elapsed();
    if (!readingBudget.over && elapsed <= MAX_READ_MS) return true;
    this.#awaitTurn();
    return false;
  }

  #awaitTurn(): void {
    if (this.#awaitsTurn || this.#stopped) return;
    this.#awaitsTurn = true;
    this.#decoder.stop();
    readingBudget.defer(this.#onTurn);
  }

  readonly #onTurn = (): void => {
    this.#awaitsTurn = false;
    this.#spent = 0;
    if (!this.#paused || this.#resuming) return;
    this.#onResume();
  };

  readonly #onResume = (): void => {
    this.#resuming = false;
    if (this.#stopped || this.#halted || this.#full || this.#heldBack || this.#awaitsTurn) return;
    if (this.#exhausted) {
      this.#awaitTurn();
      return;
    }
    this.#paused = false;
    this.#step(undefined, 0);
    if (this.#paused || this.#stopped) return;
    this.#watcher.held(false);
    if (this.#ended) this.#tellEnd();
    else this.#socket.resume();
  };

  /** Continues with a chunk, with a number of bytes that were read into their destination, or with kept data. */
  #decode(chunk: Buffer | undefined, count: number): void {
    let broken: Error | undefined;
    this.#decoding = true;
    try {
      const goOn =
        chunk !== undefined
          ? this.#decoder.push(chunk)
          : count > 0
            ? this.#decoder.arrived(count)
            : this.#decoder.resume();
      this.grows();
      if ((!goOn || this.#heldBack) && !this.#stopped) this.#pause(count > 0);
    } catch (error) {
      broken = error as Error;
    }
    this.#decoding = false;
    if (this.#stopped) {
      this.#decoder.abandon();
      return;
    }
    this.#receiver.batchEnd();
    if (this.#stopped) return;
    if (broken !== undefined) this.#watcher.broken(broken);
    else if (this.#closed && !this.#ended) this.#onEnd();
  }

  #pause(fresh: boolean): void {
    this.#paused = true;
    if (!fresh) return;
    this.#socket.pause();
    this.#watcher.held(true);
  }

  /** It can come while the input is paused, when the system had nothing more to read. */
  readonly #onEnd = (): void => {
    this.#ended = true;
    if (!this.#paused || this.#halted) this.#tellEnd();
  };

  #tellEnd(): void {
    this.#watcher.ended(this.#decoder.midMessage, this.#reason);
  }
}
