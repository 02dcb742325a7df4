import type { Socket } from 'node:net';
import type { Attempt, ConnectionEvents, LocalSocket, PeerInfo } from '@zeromq-ts/core/spi';
import {
  connectError,
  connectTimeoutError,
  selfConnectionError,
  silentHostError,
  uselessAttemptError,
} from '../stream/connection-errors.js';
import type { OpenConnection } from './connection-race.js';
import { ConnectionRace } from './connection-race.js';
import { notingFailure } from './failed-handshakes.js';
import { dialPace, type Pass } from '../stream/connect-limiter.js';
import { hangingAttempts } from './pending-connects.js';
import type { SocketReader } from './socket-reader.js';
import type { StreamFraming } from '../stream/stream-framing.js';
import type { StreamProtocol } from './stream-protocol.js';
import { framingOf } from '../raw/raw-framing.js';
import { StreamHandshake } from '../stream/stream-handshake.js';
import { clearTimeout, nextTick, setTimeout } from '@zeromq-ts/core/spi';

/** Where an attempt goes to. */
export interface ConnectSpec {
  /** The endpoint, for error texts. */
  readonly endpoint: string;
  readonly family: StreamProtocol;
  /** What can be connected to, one after the other. May throw, or reject, when nothing can. */
  candidates(): readonly OpenConnection[] | Promise<readonly OpenConnection[]>;
  /** The error of a connection that could not be made, where there is more to say than the system does. */
  explain?(cause: Error): Error | undefined;
  /** How what travels on the connection is framed. Default: as ZMTP. */
  readonly framing?: StreamFraming;
  /** Whether the sockets of the candidates give what they read in chunks (TLS does). Default false. */
  readonly inChunks?: boolean;
}

/** Begins one attempt to reach a peer over a byte stream. */
export function dialStream(target: ConnectSpec, local: LocalSocket, watcher: ConnectionEvents): Attempt {
  const attempt = new StreamAttempt(target, local, watcher);
  attempt.begin();
  return attempt;
}

/** `waiting for its turn → connecting → handshake → over`. */
class StreamAttempt implements Attempt {
  readonly #target: ConnectSpec;
  readonly #local: LocalSocket;
  readonly #watcher: ConnectionEvents;
  #race: ConnectionRace | undefined;
  #handshake: StreamHandshake | undefined;
  #timer: NodeJS.Timeout | undefined;
  #pass: Pass | undefined;
  #connecting = true;
  /** There is more than one address. */
  #several = false;

  constructor(target: ConnectSpec, local: LocalSocket, watcher: ConnectionEvents) {
    this.#target = target;
    this.#local = local;
    this.#watcher = watcher;
  }

  begin(): void {
    this.#pass = dialPace.enter(() => this.#open());
  }

  #open(): void {
    const { connectTimeout } = this.#local.options;
    if (connectTimeout > 0) this.#timer = setTimeout(this.#onTimeout, connectTimeout).unref();
    hangingAttempts.add(this.#onUseless);
    try {
      const candidates = this.#target.candidates();
      if (candidates instanceof Promise) candidates.then(this.#begin, this.#onError);
      else this.#begin(candidates);
    } catch (error) {
      nextTick(this.#onError, error);
    }
  }

  abort(): void {
    this.#handshake?.abort();
    this.#letGo();
  }

  readonly #begin = (candidates: readonly OpenConnection[]): void => {
    if (!this.#connecting) return;
    this.#several = candidates.length > 1;
    this.#race = new ConnectionRace(candidates, { connected: this.#onConnect, failed: this.#onFailed });
    this.#race.begin();
  };

  readonly #onConnect = (socket: Socket, source: SocketReader): void => {
    if (!this.#letGo()) {
      socket.destroy();
      return;
    }
    const { endpoint, family, framing, inChunks } = this.#target;
    if (family.isSelfConnection(socket)) {
      socket.destroy();
      this.#tell(selfConnectionError(endpoint));
      return;
    }
    const peer: PeerInfo = { address: family.addressOf(socket, endpoint) };
    if (inChunks === true) source.readChunks(socket);
    else source.of(socket);
    const introduction = {
      socket,
      source,
      local: this.#local,
      peer,
      endpoint,
      framing: framing ?? framingOf(this.#local),
    };
    const { remoteAddress } = socket;
    const watcher =
      this.#several && remoteAddress !== undefined ? notingFailure(remoteAddress, this.#watcher) : this.#watcher;
    this.#handshake = new StreamHandshake(introduction, watcher);
    // First: a connection without a handshake is established when this begins.
    this.#watcher.opened(peer);
    this.#handshake.begin();
  };

  readonly #onFailed = (cause: Error | undefined): void => {
    if (cause === undefined) this.#fail(silentHostError(this.#target.endpoint));
    else this.#onError(cause);
  };

  readonly #onError = (cause: Error): void => {
    this.#fail(this.#target.explain?.(cause) ?? connectError(cause, this.#target.endpoint));
  };

  readonly #onTimeout = (): void => {
    this.#fail(connectTimeoutError(this.#target.endpoint, this.#local.options.connectTimeout));
  };

  readonly #onUseless = (): void => {
    this.#fail(uselessAttemptError(this.#target.endpoint));
  };

  #fail(error: Error): void {
    if (this.#letGo()) this.#tell(error);
  }

  #tell(error: Error): void {
    this.#watcher.failed({ peer: {}, error, opened: false, kind: 'unreachable' });
  }

  /** @returns whether the connection was still being made. */
  #letGo(): boolean {
    if (!this.#connecting) return false;
    this.#connecting = false;
    if (this.#pass !== undefined) dialPace.leave(this.#pass);
    clearTimeout(this.#timer);
    hangingAttempts.delete(this.#onUseless);
    this.#race?.abort();
    return true;
  }
}
