import { type Message, type MessageInput, takeFrames } from '@zeromq-ts/core/spi';
import { errnoError, translated } from '../errors/errno-error.js';
import { keptMessage, outgoingMessage } from '../messages/outgoing-message.js';
import { type OptionStore, RECEIVE_TIMEOUT, SEND_TIMEOUT } from '../options/option-store.js';
import type { LazyInner } from './lazy-inner.js';
import { Pauses } from './pauses.js';
import { PendingCall } from './pending-call.js';
import type { SocketKind } from './socket-kinds.js';
import { Turn } from './turn.js';

/** As many calls are answered at once; then the event loop has its turn, as in the npm package. */
const MAX_IMMEDIATE_CALLS = 512;
const MANDATORY = 33;
const RELAXED = 53;
const REQ = 3;
const XSUB = 10;
const STREAM = 11;
const SENT = Promise.resolve();

/** The calls of `send` and `receive` of a socket, of which one each may wait. */
export class SocketCalls {
  readonly #type: number;
  readonly #kind: SocketKind;
  readonly #options: OptionStore;
  readonly #inner: LazyInner;
  readonly #turn: Turn;
  readonly #pauses = new Pauses();
  #immediateCalls = 0;
  #sending: PendingCall<void> | undefined;
  #receiving: PendingCall<Buffer[]> | undefined;
  /** The message of the send that waits. */
  #message: MessageInput | undefined;
  /** Ends sends without a time limit when the socket is closed: one for all, since it takes longer to make one than to send. */
  #closing: AbortController | undefined;

  constructor(type: number, kind: SocketKind, options: OptionStore, inner: LazyInner) {
    this.#type = type;
    this.#kind = kind;
    this.#options = options;
    this.#inner = inner;
    this.#turn = new Turn(kind.first, () => type === REQ && options.get(RELAXED) === 1);
  }

  /** Whether a send waits. */
  get sending(): boolean {
    return this.#sending !== undefined;
  }

  get readable(): boolean {
    if (!this.#kind.receives || !this.#turn.mayReceive) return false;
    return this.#inner.current?.readable === true;
  }

  get writable(): boolean {
    if (!this.#kind.sends || !this.#turn.maySend) return false;
    const inner = this.#inner.current;
    return inner === undefined ? !this.#kind.waits : inner.writable === true;
  }

  send(given: unknown): Promise<void> {
    if (this.#sending !== undefined) {
      throw errnoError('EBUSY', {
        text: 'Socket is busy writing; only one send operation may be in progress at any time',
      });
    }
    const message = outgoingMessage(given);
    if (message === undefined || this.#isOnlyRoutingId(message)) return SENT;
    const inner = this.#inner.current;
    if (inner?.trySend === undefined) return this.#sendWithoutInner(message);
    if (!this.#turn.maySend) return this.#sendLater(message);
    if (this.#immediateCalls++ >= MAX_IMMEDIATE_CALLS) return this.#sendLater(message);
    try {
      if (!inner.trySend(message)) return this.#sendLater(message);
    } catch (error) {
      return Promise.reject(translated(error));
    }
    if (this.#turn.alternates) this.#advance('receive');
    return SENT;
  }

  /** As libzmq does, ROUTER and STREAM drop a message of one frame: it has no routing id, or no body. */
  #isOnlyRoutingId(message: MessageInput): boolean {
    return this.#kind.prefixed === true && (!Array.isArray(message) || message.length === 1);
  }

  receive(): Promise<Buffer[]> {
    if (this.#receiving !== undefined) {
      throw errnoError('EBUSY', {
        text: 'Socket is busy reading; only one receive operation may be in progress at any time',
      });
    }
    if (!this.#kind.receives) return Promise.reject(errnoError('ENOTSUP'));
    if (!this.#turn.mayReceive) return this.#receiveLater();
    if (this.#immediateCalls++ >= MAX_IMMEDIATE_CALLS) return this.#receiveLater();
    try {
      const message = this.#inner.current?.tryReceive?.();
      return message === undefined ? this.#receiveLater() : Promise.resolve(this.#received(message));
    } catch (error) {
      return Promise.reject(translated(error));
    }
  }

  /** The next message, if it is there and may be received now. */
  tryReceive(): Buffer[] | undefined {
    if (this.#receiving !== undefined || !this.#turn.mayReceive) return undefined;
    try {
      const message = this.#inner.current?.tryReceive?.();
      return message === undefined ? undefined : this.#received(message);
    } catch (error) {
      throw translated(error);
    }
  }

  /** Goes on with calls that waited for a socket of core, or for their turn. */
  pump(): void {
    if (this.#sending !== undefined) this.#pumpSend();
    if (this.#receiving !== undefined) this.#pumpReceive();
  }

  /** Rejects the calls that wait: the socket is closed. */
  close(): void {
    this.#sending?.reject(this.#cannotSend());
    this.#receiving?.reject(this.#cannotReceive());
    this.#closing?.abort();
  }

  #cannotSend(): Error {
    return errnoError(this.#turn.maySend ? 'EAGAIN' : 'EFSM');
  }

  #cannotReceive(): Error {
    return errnoError(this.#turn.mayReceive ? 'EAGAIN' : 'EFSM');
  }

  #advance(action: 'send' | 'receive'): void {
    this.#turn.advance(action);
    this.pump();
  }

  /** Before there is a socket of core, there are no peers. */
  #sendWithoutInner(message: MessageInput): Promise<void> {
    if (!this.#kind.sends) return Promise.reject(errnoError('ENOTSUP'));
    if (this.#kind.waits || this.#kind.first !== undefined) return this.#sendLater(message);
    if (this.#options.get(MANDATORY) === 1 || this.#type === STREAM) return Promise.reject(errnoError('EHOSTUNREACH'));
    // Of XSUB: subscriptions, for peers that connect later. Others drop messages without a peer.
    if (this.#type === XSUB) this.#inner.sendEarly(message);
    return SENT;
  }

  #sendLater(message: MessageInput): Promise<void> {
    const timeout = this.#options.get(SEND_TIMEOUT) as number;
    if (timeout === 0 && !this.#turn.maySend) return Promise.reject(errnoError('EFSM'));
    if (timeout === 0 && this.#inner.current === undefined) return Promise.reject(errnoError('EAGAIN'));
    const kept = keptMessage(message);
    const call = new PendingCall<void>(timeout, () => {
      this.#sending = undefined;
      call.reject(this.#cannotSend());
    });
    this.#sending = call;
    this.#message = kept;
    this.#pumpSend();
    return call.promise;
  }

  #receiveLater(): Promise<Buffer[]> {
    const timeout = this.#options.get(RECEIVE_TIMEOUT) as number;
    if (timeout === 0 && !this.#turn.mayReceive) return Promise.reject(errnoError('EFSM'));
    const call = new PendingCall<Buffer[]>(timeout, () => {
      this.#receiving = undefined;
      call.reject(this.#cannotReceive());
    });
    this.#receiving = call;
    this.#pumpReceive();
    return call.promise;
  }

  #pumpSend(): void {
    const call = this.#sending;
    if (call === undefined || call.started) return;
    const inner = this.#inner.current;
    if (inner?.send === undefined || !this.#turn.maySend) {
      call.hold();
      return;
    }
    call.start();
    const message = this.#message as MessageInput;
    const signal = call.limited ? call.signal : (this.#closing ??= new AbortController()).signal;
    this.#afterPause(() => {
      if (call.settled) return;
      inner.send?.(message, { timeout: Infinity, signal }).then(
        () => this.#sent(call),
        (error: unknown) => {
          if (call.settled) return;
          this.#sending = undefined;
          call.reject(translated(error));
        },
      );
    });
  }

  #sent(call: PendingCall<void>): void {
    if (call.settled) return;
    this.#sending = undefined;
    if (this.#turn.alternates) this.#advance('receive');
    call.resolve();
  }

  #pumpReceive(): void {
    const call = this.#receiving;
    if (call === undefined || call.started) return;
    const inner = this.#inner.current;
    if (inner?.receive === undefined || !this.#turn.mayReceive) {
      call.hold();
      return;
    }
    call.start();
    this.#afterPause(() => {
      if (call.settled) return;
      (call.limited ? inner.receive?.({ signal: call.signal }) : inner.receive?.())?.then(
        (message) => this.#answer(call, message),
        (error: unknown) => {
          if (call.settled) return;
          this.#receiving = undefined;
          call.reject(translated(error));
        },
      );
    });
  }

  #answer(call: PendingCall<Buffer[]>, message: Message): void {
    this.#receiving = undefined;
    call.resolve(this.#received(message));
  }

  #received(message: Message): Buffer[] {
    if (this.#turn.alternates) this.#advance('send');
    return takeFrames(message);
  }

  /** Runs it at once, or after a pause when too many calls were answered at once. */
  #afterPause(run: () => void): void {
    if (this.#immediateCalls < MAX_IMMEDIATE_CALLS) run();
    else
      this.#pauses.next(() => {
        this.#immediateCalls = 0;
        run();
      });
  }
}
