import type {
  LinkFailure,
  ConnectionEvents,
  LocalSocket,
  PeerInfo,
  ZMQError,
  UnfinishedAccount,
  UnfinishedHolder,
} from '@zeromq-ts/core/spi';
import { authenticationHandlerOf } from '../security/authentication-handler.js';
import { mechanismOf } from '../security/mechanism-of.js';
import { ProtocolError } from '../zmtp/protocol-error.js';
import {
  crowdedOutError,
  handshakeLostError,
  handshakeRefusedError,
  handshakeTimeoutError,
  turnedAwayError,
} from './connection-errors.js';
import type { ByteSink, ByteSource, ByteStream } from './byte-stream.js';
import { closeGracefully, ignore } from './graceful-close.js';
import type { HalfOpenConnection } from './half-open-limit.js';
import type { ConnectionHandshake, ConnectionResult, StreamFraming } from './stream-framing.js';
import { StreamLink } from './stream-link.js';
import { zmtpFraming } from './zmtp-framing.js';
import { clearTimeout, readingBudget, setTimeout, unfinishedMessagesOf } from '@zeromq-ts/core/spi';

/** What a handshake is about. */
export interface HandshakeContext {
  /** A connection with a permanent error listener. */
  readonly socket: ByteStream;
  readonly source: ByteSource;
  readonly local: LocalSocket;
  readonly peer: PeerInfo;
  /** What the connection came through, for error texts. */
  readonly endpoint: string;
  /** How what travels on it is framed. Default: as ZMTP. */
  readonly framing?: StreamFraming | undefined;
  /** How much of `handshakeInterval` is left, in milliseconds. Default: all. */
  readonly handshakeMs?: number | undefined;
  /** The address of the peer, where it is not that of the connection. */
  readonly remoteAddress?: string | undefined;
}

const NO_REFUSAL = { refusal: undefined, rule: undefined };

/** A legitimate handshake arrives in at most this number of reads; more reads no longer count as activity. */
const MAX_HANDSHAKE_READS = 32;

/** The code of the error when there is no room for a peer that fits: there may be soon. */
const NO_ROOM = 'ECONNREFUSED';

/**
 * The handshake of one connection. It ends once: established, failed, or aborted. Then this object has released the
 * socket, which belongs to the link or is being closed.
 */
export class StreamHandshake implements HalfOpenConnection, ByteSink, UnfinishedHolder {
  readonly #introduction: HandshakeContext;
  readonly #socket: ByteStream;
  readonly #handshake: ConnectionHandshake;
  readonly #watcher: Omit<ConnectionEvents, 'opened'>;
  readonly #over: (handshake: StreamHandshake) => void;
  #timer: NodeJS.Timeout | undefined;
  /** Gives back the place that was kept for the peer. */
  #giveBack: (() => void) | undefined;
  #done = false;
  #account: UnfinishedAccount | undefined;
  #stirred = true;
  #stirs = 0;
  /** What came when the turn had been used up for reading; it is taken in a later one. */
  readonly #kept: Buffer[] = [];
  /** Held back for the sake of what all peers together may take. */
  #held = false;
  /** The peer has sent everything, and part of it is kept. */
  #ended = false;

  /** @param over - Called when it has ended, before the watcher is notified. */
  constructor(
    introduction: HandshakeContext,
    watcher: Omit<ConnectionEvents, 'opened'>,
    over: (handshake: StreamHandshake) => void = ignore,
  ) {
    const { socket, local, framing = zmtpFraming, remoteAddress = socket.remoteAddress } = introduction;
    this.#introduction = introduction;
    this.#socket = socket;
    this.#watcher = watcher;
    this.#over = over;
    this.#handshake = framing.handshake({
      socketType: local.definition.type,
      peers: local.definition.peers,
      routingId: local.options.routingId,
      sendsIdentity: local.definition.sendsIdentity,
      maxMessageSize: local.options.maxMessageSize,
      mechanism: mechanismOf(local),
      gate: authenticationHandlerOf(local, remoteAddress?.replace(/^::ffff:/i, '') ?? ''),
      reserve: () => {
        // A verdict that comes late takes no place.
        if (!this.#done) this.#giveBack = this.#watcher.reserve?.();
      },
    });
  }

  begin(): void {
    const socket = this.#socket;
    const { local, handshakeMs = local.options.handshakeInterval } = this.#introduction;
    if (local.options.handshakeInterval > 0) this.#timer = setTimeout(this.#onTimeout, handshakeMs).unref();
    this.#account = unfinishedMessagesOf(local)?.open(this);
    this.#introduction.source.feed(this);
    socket.on('end', this.#onEnd);
    socket.on('error', this.#onError);
    socket.on('close', this.#onClose);
    try {
      this.#go([this.#handshake.start()]);
    } catch (error) {
      this.#refuse(error as Error);
    }
  }

  /** Aborts it; nothing more is reported. */
  abort(): void {
    if (this.#letGo()) this.#socket.destroy();
  }

  consumeActivity(): boolean {
    const stirred = this.#stirred || this.#handshake.waiting;
    this.#stirred = false;
    return stirred;
  }

  evict(others: number): void {
    this.#fail(crowdedOutError(this.#introduction.endpoint, others));
  }

  get reading(): boolean {
    return !this.#handshake.waiting;
  }

  hold(): void {
    this.#held = true;
    this.#socket.pause();
  }

  release(): void {
    this.#held = false;
    if (!this.#done && this.reading && this.#kept.length === 0) this.#socket.resume();
  }

  cut(reason: Error): void {
    this.#fail(reason);
  }

  /** Gives it up, and tells why. */
  #fail(error: Error): void {
    if (!this.#letGo()) return;
    this.#socket.destroy();
    this.#tell(error, 'unreachable');
  }

  bytes(chunk: Buffer): void {
    if (++this.#stirs <= MAX_HANDSHAKE_READS) this.#stirred = true;
    const bytes = Buffer.from(chunk);
    if (this.#kept.length === 0 && !readingBudget.over) {
      this.#take(bytes);
      return;
    }
    // A crowd of strangers, each with a key to be checked, would keep the event loop from turning.
    this.#kept.push(bytes);
    if (this.#kept.length > 1) return;
    this.#socket.pause();
    readingBudget.defer(this.#onTurn);
  }

  readonly #onTurn = (): void => {
    if (this.#done || this.#kept.length === 0) return;
    const bytes = Buffer.concat(this.#kept.splice(0));
    if (!this.#ended && !this.#held) this.#socket.resume();
    this.#take(bytes);
    if (this.#ended) this.#lose(undefined);
  };

  #take(bytes: Buffer): void {
    readingBudget.enter();
    try {
      const replies = this.#handshake.push(bytes);
      this.#account?.set(this.#handshake.keptBytes, 0);
      this.#go(replies);
    } catch (error) {
      this.#refuse(error as Error);
    } finally {
      readingBudget.leave();
    }
  }

  /** The authenticator has answered. */
  readonly #onSettled = (replies: readonly Uint8Array[]): void => {
    if (this.#done) return;
    this.#socket.resume();
    this.#go(replies);
  };

  readonly #onRefused = (error: Error): void => this.#refuse(error);

  #go(replies: readonly Uint8Array[]): void {
    for (const reply of replies) if (reply.length > 0) this.#socket.write(reply);
    if (this.#handshake.done !== undefined) this.#greet(this.#handshake.done);
    else if (this.#handshake.waiting) {
      this.#socket.pause();
      this.#handshake.settle().then(this.#onSettled, this.#onRefused);
    }
  }

  readonly #onEnd = (): void => {
    this.#ended = true;
    if (this.#kept.length === 0) this.#lose(undefined);
  };

  readonly #onClose = (): void => this.#lose(undefined);

  readonly #onError = (error: Error): void => this.#lose(error);

  /** A server of PLAIN or CURVE that does not want this client may close without a word: there is no hurry to come back. */
  #lose(cause: Error | undefined): void {
    if (!this.#letGo()) return;
    this.#socket.destroy();
    const { endpoint, local } = this.#introduction;
    const { mechanism, server } = local.options.security;
    const turnedAway = this.#handshake.greeted && mechanism !== 'NULL' && !server;
    const error =
      this.#handshake.lostError?.(cause, endpoint) ??
      (turnedAway ? turnedAwayError(endpoint, mechanism) : handshakeLostError(endpoint, cause));
    this.#tell(error, turnedAway ? 'refused' : 'unreachable');
  }

  readonly #onTimeout = (): void => {
    const { endpoint, local } = this.#introduction;
    this.#fail(handshakeTimeoutError(endpoint, local.options.handshakeInterval));
  };

  #greet(result: ConnectionResult): void {
    if (!this.#leave()) return;
    const { socket, source, local, peer, endpoint } = this.#introduction;
    const link = new StreamLink(socket, source, local, result, peer, endpoint, this.#handshake.codec());
    link.attach(this.#watcher.established(link), result, this.#ended);
  }

  /** The peer gets the reason before the connection ends, where the protocol provides for it. */
  #refuse(error: Error): void {
    if (!this.#letGo()) return;
    closeGracefully(this.#socket, { finalBytes: this.#handshake.refusal(error) });
    const kind = (error as ZMQError).code === NO_ROOM ? 'unreachable' : 'refused';
    this.#tell(handshakeRefusedError(this.#introduction.endpoint, error), kind);
  }

  #tell(error: Error, kind: 'unreachable' | 'refused'): void {
    const { toldType } = this.#handshake;
    const peer = { ...this.#introduction.peer, ...(toldType === undefined ? {} : { socketType: toldType }) };
    const { refusal, rule } = error.cause instanceof ProtocolError ? error.cause : NO_REFUSAL;
    const failure: LinkFailure = { peer, error, opened: true, kind, rule };
    this.#watcher.failed(
      refusal === undefined ? failure : { ...failure, status: refusal.status, reason: refusal.reason },
    );
  }

  /** Ends it without a link. @returns whether it was not over yet. */
  #letGo(): boolean {
    if (!this.#leave()) return false;
    this.#handshake.end();
    return true;
  }

  /** @returns whether it was not over yet. */
  #leave(): boolean {
    if (this.#done) return false;
    this.#done = true;
    clearTimeout(this.#timer);
    this.#account?.close();
    const socket = this.#socket;
    this.#introduction.source.feed(undefined);
    socket.off('end', this.#onEnd);
    socket.off('error', this.#onError);
    socket.off('close', this.#onClose);
    this.#giveBack?.();
    this.#over(this);
    return true;
  }
}
