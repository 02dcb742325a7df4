import type { LinkEvents, LocalSocket, Outgoing, PeerCommand, PeerInfo, PeerLink } from '@zeromq-ts/core/spi';
import { MAX_BYTES } from '../zmtp/frame.js';
import type { DecoderOptions } from '../zmtp/message-decoder.js';
import type { FrameCipher } from '../zmtp/mechanism.js';
import type { SecurityResult } from '../zmtp/security-handshake.js';
import { toldFrameLimit } from '../zmtp/size-property.js';
import type { ByteSource, ByteStream } from './byte-stream.js';
import { cutShortError, lostError, revokedError, silenceError } from './connection-errors.js';
import { closeGracefully, ignore } from './graceful-close.js';
import { peerInfoOf } from './peer-info.js';
import { Heartbeat } from './heartbeat.js';
import { Liveness } from './liveness.js';
import type { ConnectionCodec, ConnectionResult } from './stream-framing.js';
import type { InputEvents } from './stream-input.js';
import { StreamInput } from './stream-input.js';
import type { OutputEvents } from './stream-output.js';
import { StreamOutput } from './stream-output.js';
import { CANCEL, clearTimeout, nextTick, onAbort, setTimeout, unfinishedMessagesOf } from '@zeromq-ts/core/spi';

/**
 * A established connection over a byte stream.
 *
 * ```
 * open ──end()──→ ending ──all is written──→ gone        in good order: FIN, and the peer's FIN awaited in the background
 *   ├──FIN of the peer, all delivered──────→ gone        in good order
 *   ├──failed write──→ reading ──all that came is delivered──→ gone
 *   └──destroy(), error, silence, no ZMTP──→ gone        at once
 * ```
 *
 * `gone` is entered once, by `#leave`: it releases timers and listeners, and notifies the receiver, later.
 */
export class StreamLink implements PeerLink {
  readonly peer: PeerInfo;
  #socket: ByteStream;
  readonly #source: ByteSource;
  readonly #local: LocalSocket;
  readonly #endpoint: string;
  readonly synchronous = false;
  readonly maxFrameBytes: number;
  readonly #output: StreamOutput;
  readonly #seal: FrameCipher | undefined;
  readonly #codec: ConnectionCodec;
  /** Absent as long as the peer is not known to answer heartbeats. */
  #heartbeat: Heartbeat | undefined;
  #lifeSign: Liveness | undefined;
  #input: StreamInput | undefined;
  #receiver: LinkEvents | undefined;
  /** Stops listening to the signal of the authenticator. */
  #ignoreSignal: (() => void) | undefined;
  #halted = false;
  #ending = false;
  #gone = false;
  /** The error of a failed write, after which nothing more can be sent. Messages from the peer are still delivered. */
  #lost: Error | undefined;
  /** Bounds the time that reading takes after a failed write, without the time that the receiver takes. */
  #restTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param endpoint - What the connection came through, for error texts. */
  constructor(
    socket: ByteStream,
    source: ByteSource,
    local: LocalSocket,
    result: SecurityResult,
    peer: PeerInfo,
    endpoint: string,
    codec: ConnectionCodec,
  ) {
    this.#socket = socket;
    this.#source = source;
    this.#local = local;
    this.#endpoint = endpoint;
    this.peer = peerInfoOf(peer, result);
    this.maxFrameBytes = frameLimit(result);
    this.#seal = result.seal;
    this.#codec = codec;
    const output: OutputEvents = {
      drained: () => this.#receiver?.drained(),
      unreadable: (count) => this.#receiver?.dropped('unreadable', count),
      failed: this.#onWriteFailed,
    };
    this.#output = new StreamOutput(socket, codec.encoder(), output, (stream) => source.unsentBytes(stream));
    if (codec.answersPings === true) this.#startHeartbeat();
    socket.on('error', this.#onError);
    socket.on('close', this.#onClose);
  }

  #startHeartbeat(): void {
    const { heartbeatInterval, heartbeatTimeout, heartbeatTimeToLive } = this.#local.options;
    this.#lifeSign = new Liveness(this.#output, heartbeatInterval);
    this.#heartbeat = new Heartbeat(
      {
        interval: heartbeatInterval,
        timeout: heartbeatTimeout ?? heartbeatInterval,
        timeToLive: heartbeatTimeToLive,
      },
      {
        ping: (timeToLive) => this.#output.ping(timeToLive),
        progress: () => this.#output.progress(),
        expired: (milliseconds, limit) => this.destroy(silenceError(this.#endpoint, milliseconds, limit)),
      },
    );
  }

  /**
   * Begins to hand up what comes. What came with the end of the handshake is the first.
   *
   * @param ended - Whether the peer's FIN has been read by now.
   */
  attach(receiver: LinkEvents, result: ConnectionResult, ended = false): void {
    this.#receiver = receiver;
    // It may have been ended, or even destroyed, before anybody stood above it.
    if (this.#ending || this.#gone) return;
    const { signal } = result.admission ?? {};
    if (signal !== undefined) {
      if (signal.aborted) return this.#revoked(signal.reason);
      this.#ignoreSignal = onAbort(signal, (reason) => this.#revoked(reason));
    }
    const watcher: InputEvents = {
      heard: (count) => {
        if (this.#lost !== undefined) return;
        this.#heartbeat?.heard();
        this.#lifeSign?.heard(count);
      },
      pinged: (timeToLive, context) => {
        if (this.#lost !== undefined) return;
        this.#heartbeat?.pinged(timeToLive);
        this.#lifeSign?.pinged();
        this.#output.pong(context);
      },
      ponged: () => {
        if (this.#heartbeat === undefined && this.#codec.answersPings === 'unknown' && this.#delivers)
          this.#startHeartbeat();
      },
      held: (paused) => {
        if (this.#lost !== undefined) {
          if (paused) this.#holdRest();
          else this.#limitRest(this.#lost);
          return;
        }
        if (paused) this.#heartbeat?.pause();
        else this.#heartbeat?.resume();
        this.#lifeSign?.held(paused);
      },
      full: () => {
        if (this.#lost !== undefined) this.#holdRest();
      },
      ended: (cutShort, reason) => {
        const lost = reason === undefined ? undefined : lostError(this.#endpoint, reason);
        this.#finish(lost ?? (cutShort ? cutShortError(this.#endpoint) : undefined));
      },
      broken: (error) => this.#finish(lostError(this.#endpoint, error)),
      overdrawn: (error) => this.destroy(error),
    };
    const options = { ...decoderOptions(this.#local, result), peer: this.peer };
    this.#input = new StreamInput(
      this.#socket,
      this.#source,
      (sink) => this.#codec.decoder(options, sink),
      receiver,
      watcher,
      unfinishedMessagesOf(this.#local),
    );
    this.#input.start(result.rest);
    // The first PING comes at once, so that the peer knows that it has to show life when later ones wait unread.
    const { heartbeatInterval, heartbeatTimeToLive } = this.#local.options;
    if (heartbeatInterval > 0 && this.#codec.answersPings !== false) this.#output.ping(heartbeatTimeToLive);
    if (this.#halted) this.#input.halt();
    if (ended) this.#input.cease();
  }

  send(message: Outgoing): boolean {
    return this.#output.message(message);
  }

  /** A topic that the peer does not take would end the connection, and the next one, and so on. */
  sendCommand(command: PeerCommand): void {
    const { name, data } = command;
    if (1 + name.length + data.byteLength <= this.maxFrameBytes) this.#output.command(command);
    // The SUBSCRIBE that a CANCEL takes back has been counted.
    else if (name !== CANCEL) this.#receiver?.dropped('too-large', 1);
  }

  resume(): void {
    this.#input?.resume();
  }

  halt(): void {
    this.#halted = true;
    if (this.#lost === undefined) this.#input?.halt();
    else this.destroy(this.#lost);
  }

  get over(): boolean {
    return this.#gone;
  }

  get flushed(): boolean {
    return this.#gone || this.#lost !== undefined || this.#output.flushed;
  }

  end(): void {
    if (this.#ending || this.#gone) return;
    if (this.#lost !== undefined) {
      this.destroy(this.#lost);
      return;
    }
    this.#ending = true;
    this.#input?.stop();
    this.#heartbeat?.stop();
    this.#lifeSign?.stop();
    this.#socket.once('finish', this.#onFinish);
    this.#socket.resume();
    this.#output.finish(this.#onWritten);
  }

  readonly #onWritten = (): void => {
    if (this.#gone) return;
    const last = this.#codec.farewell(undefined);
    if (last === undefined) this.#socket.end();
    else this.#socket.end(last);
  };

  destroy(error?: Error): void {
    if (this.#gone) return;
    this.#leave(error);
    this.#socket.destroy();
  }

  /** The authenticator admits the peer no longer. */
  #revoked(reason: unknown): void {
    this.destroy(revokedError(this.#endpoint, reason));
  }

  /** Writes the remaining data and closes the connection in the background. */
  #finish(error: Error | undefined): void {
    if (this.#gone) return;
    if (this.#lost !== undefined) {
      this.destroy(this.#lost);
      return;
    }
    this.#output.stop();
    this.#leave(error);
    const finalBytes = this.#codec.farewell(error);
    closeGracefully(this.#socket, { finalBytes, holdsProcess: this.#output.left > 0 });
  }

  readonly #onFinish = (): void => this.#finish(undefined);

  /**
   * A failed write ends writing only, as in libzmq: the peer may have sent messages before it left, and they lie in the
   * decoder and in the system until there is room for them.
   */
  readonly #onWriteFailed = (error: Error): void => {
    if (!this.#delivers || this.#lost !== undefined) return;
    const failed = this.#socket;
    const rest = this.#source.takeRest(failed);
    // Then `#onError` follows, and delivers what the decoder holds.
    if (rest === undefined) return;
    failed.off('error', this.#onError);
    failed.off('close', this.#onClose);
    failed.on('error', ignore);
    rest.on('error', this.#onError);
    rest.on('close', this.#onClose);
    this.#socket = rest;
    this.#input?.readFrom(rest);
    this.#stopWriting(lostError(this.#endpoint, error));
  };

  /** Whether what has come is still handed up. */
  get #delivers(): boolean {
    return this.#input !== undefined && !this.#ending && !this.#halted && !this.#gone;
  }

  #stopWriting(lost: Error): void {
    if (this.#lost !== undefined) return;
    this.#lost = lost;
    writeStack(lost);
    this.#heartbeat?.stop();
    this.#lifeSign?.stop();
    this.#output.abandon();
    // At once: what is written until `closed` waits for the next connection.
    this.#receiver?.held();
    if (this.#input?.paused === false) this.#limitRest(lost);
    else this.#holdRest();
  }

  /** The rest is not read for now: the turn is over, or the receiver has no room, and may have none for long. */
  #holdRest(): void {
    clearTimeout(this.#restTimer);
    nextTick(() => {
      if (!this.#gone && this.#input?.reading === false) this.#receiver?.writeClosed();
    });
  }

  #limitRest(lost: Error): void {
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => this.destroy(lost), MAX_REST_MS);
    this.#restTimer.unref();
  }

  readonly #onError = (error: Error): void => {
    const lost = this.#lost ?? lostError(this.#endpoint, error);
    if (this.#delivers && this.#input?.paused === true) {
      this.#stopWriting(lost);
      this.#input.cease();
    } else this.destroy(lost);
  };

  readonly #onClose = (): void => {
    // After a failed write, the end of reading ends the link.
    if (this.#lost === undefined) this.destroy();
  };

  #leave(error: Error | undefined): void {
    this.#gone = true;
    // At once: what is written until `closed` waits for the next connection.
    this.#receiver?.held();
    if (error !== undefined) writeStack(error);
    this.#heartbeat?.stop();
    this.#lifeSign?.stop();
    clearTimeout(this.#restTimer);
    this.#ignoreSignal?.();
    this.#input?.stop();
    this.#output.abandon();
    this.#seal?.end?.();
    const socket = this.#socket;
    socket.off('error', this.#onError);
    socket.off('close', this.#onClose);
    socket.off('finish', this.#onFinish);
    nextTick(() => this.#receiver?.closed(error));
  }
}

/**
 * V8 retains the captured frames of an error until its `stack` is first read, and with them the connection and its
 * buffers. Read it now, so that a retained error does not retain them.
 */
function writeStack(error: Error): void {
  void error.stack;
  if (error.cause instanceof Error) void error.cause.stack;
}

/** How long reading may take after a failed write, in milliseconds, while the receiver has room. */
const MAX_REST_MS = 1000;

/** The largest frame that the peer takes, in bytes. A sealed one has to fit into a frame with its overhead. */
function frameLimit({ metadata, seal }: SecurityResult): number {
  const told = toldFrameLimit(metadata);
  return seal === undefined ? told : Math.min(told, MAX_BYTES - seal.overhead);
}

function decoderOptions({ definition, options }: LocalSocket, result: SecurityResult): DecoderOptions {
  return {
    maxMessageSize: options.maxMessageSize,
    subscriptions: definition.subscriptions === 'received',
    peerCommands: definition.peerCommands ?? [],
    seal: result.seal,
  };
}
