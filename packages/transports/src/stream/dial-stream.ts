import type { OnReadOpts, Socket } from 'node:net';
import type { Attempt, LinkWatcher, LocalSocket, PeerInfo } from '@zeromq-ts/core/spi';
import { connectError, connectTimeoutError, selfConnectionError, uselessAttemptError } from './connection-errors.js';
import { ignore } from './farewell.js';
import { dialPace, type Pass } from './dial-pace.js';
import { onlyAttemptsLeft } from './last-attempts.js';
import { OctetSource } from './octet-source.js';
import type { StreamFamily } from './stream-family.js';
import { StreamHandshake } from './stream-handshake.js';

/** How often an attempt that takes long looks whether the process waits for nothing else, in milliseconds. */
const LOOK = 500;

/** Where an attempt goes to. */
export interface StreamTarget {
  /** The endpoint, for error texts. */
  readonly endpoint: string;
  readonly family: StreamFamily;
  /** Begins the connection, with these options. Both ends of it are closed on their own (`allowHalfOpen`). */
  open(options: { onread?: OnReadOpts }): Socket;
  /** The error of a connection that could not be made, where there is more to say than the system does. */
  explain?(cause: Error): Error | undefined;
}

/** Begins one attempt to reach a peer over a byte stream. */
export function dialStream(target: StreamTarget, local: LocalSocket, watcher: LinkWatcher): Attempt {
  const attempt = new StreamAttempt(target, local, watcher);
  attempt.begin();
  return attempt;
}

/** `waiting for its turn → connecting → handshake → over`. */
class StreamAttempt implements Attempt {
  readonly #target: StreamTarget;
  readonly #local: LocalSocket;
  readonly #watcher: LinkWatcher;
  readonly #source = new OctetSource();
  #socket: Socket | undefined;
  #handshake: StreamHandshake | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looks: NodeJS.Timeout | undefined;
  #pass: Pass | undefined;
  #connecting = true;

  constructor(target: StreamTarget, local: LocalSocket, watcher: LinkWatcher) {
    this.#target = target;
    this.#local = local;
    this.#watcher = watcher;
  }

  begin(): void {
    this.#pass = dialPace.enter(() => this.#open());
  }

  #open(): void {
    let socket: Socket;
    try {
      socket = this.#target.open(this.#source.options);
    } catch (error) {
      process.nextTick(this.#onError, error);
      return;
    }
    this.#socket = socket;
    socket.on('error', ignore);
    socket.on('connect', this.#onConnect);
    socket.on('error', this.#onError);
    socket.unref();
    const { connectTimeout } = this.#local.options;
    if (connectTimeout > 0) this.#timer = setTimeout(this.#onTimeout, connectTimeout).unref();
    this.#looks = setInterval(this.#onLook, LOOK).unref();
  }

  abort(): void {
    this.#handshake?.abort();
    if (this.#letGo()) this.#socket?.destroy();
  }

  readonly #onConnect = (): void => {
    const socket = this.#socket;
    if (socket === undefined || !this.#letGo()) return;
    const { endpoint, family } = this.#target;
    // A connection to one of several addresses of a host is not the one that it was to begin with.
    socket.unref();
    if (family.isSelfConnection(socket)) {
      socket.destroy();
      this.#tell(selfConnectionError(endpoint));
      return;
    }
    const peer: PeerInfo = { address: family.addressOf(socket, endpoint) };
    this.#source.of(socket);
    const introduction = { socket, source: this.#source, local: this.#local, peer, endpoint };
    this.#handshake = new StreamHandshake(introduction, this.#watcher);
    this.#handshake.begin();
    this.#watcher.opened(peer);
  };

  readonly #onError = (cause: Error): void => {
    this.#fail(this.#target.explain?.(cause) ?? connectError(cause, this.#target.endpoint));
  };

  readonly #onTimeout = (): void => {
    this.#fail(connectTimeoutError(this.#target.endpoint, this.#local.options.connectTimeout));
  };

  readonly #onLook = (): void => {
    if (onlyAttemptsLeft()) this.#fail(uselessAttemptError(this.#target.endpoint));
  };

  #fail(error: Error): void {
    if (!this.#letGo()) return;
    this.#socket?.destroy();
    this.#tell(error);
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
    clearInterval(this.#looks);
    this.#socket?.off('connect', this.#onConnect);
    this.#socket?.off('error', this.#onError);
    return true;
  }
}
