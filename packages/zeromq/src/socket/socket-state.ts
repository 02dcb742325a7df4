import { parseEndpoint } from '@zeromq-ts/core';
import { type Message, type MessageInput, setImmediate } from '@zeromq-ts/core/spi';
import { BLOCKY, IPV6 } from '../context-options.js';
import { type ContextState, enter } from '../context.js';
import { errnoError, translated } from '../errors/errno-error.js';
import { warnAtExit } from '../exit-warning.js';
import { outgoingMessage } from '../messages/outgoing-message.js';
import { coreOption, coreOptions } from '../options/core-options.js';
import type { StoredValue } from '../options/option-spec.js';
import { LINGER, OptionStore, RECEIVE_TIMEOUT, SEND_TIMEOUT } from '../options/option-store.js';
import { COMMON_OPTIONS } from '../options/common-options.js';
import { isSecurityOption } from '../options/security-options.js';
import { bindNow } from './bind-now.js';
import { Pauses } from './pauses.js';
import { PendingCall } from './pending-call.js';
import type { InnerSocket } from './inner-socket.js';
import { SOCKET_KINDS, type SocketKind } from './socket-kinds.js';

/** As many calls are answered at once; then the event loop has its turn, as in the npm package. */
const MAX_IMMEDIATE_CALLS = 512;
const MANDATORY = 33;
const RELAXED = 53;
const STREAM = 11;
const SENT = Promise.resolve();

/** Gives a context the places of sockets back that were collected. */
const collected = new FinalizationRegistry<ContextState>((context) => {
  context.count--;
});

/** What is known of the socket of core: it is made when it is needed first. */
export interface InnerSocketObserver {
  opened(socket: InnerSocket): void;
  /** The socket is closed, and there has never been one of core. */
  ended(): void;
}

/**
 * What is behind a socket: its options, and from the first `bind` or `connect` on a socket of core, whose security cannot
 * be changed.
 */
export class SocketState {
  readonly type: number;
  readonly options = new OptionStore();
  readonly #kind: SocketKind;
  readonly #context: ContextState;
  #inner: InnerSocket | undefined;
  #closed = false;
  #blocked = false;
  #closeRequested = false;
  #endpoints = 0;
  #turn: 'send' | 'receive' | undefined;
  #sending: PendingCall<void> | undefined;
  #receiving: PendingCall<Buffer[]> | undefined;
  /** The message of the send that waits. */
  #message: MessageInput | undefined;
  readonly #pauses = new Pauses();
  #immediateCalls = 0;
  #topics: Buffer[] = [];
  #early: MessageInput[] = [];
  #observer: InnerSocketObserver | undefined;
  /** The endpoint that is being bound, and counts as bound. */
  #bound: string | undefined;
  #nextRoutingId: Buffer | undefined;

  /** @throws Error `EINVAL` for a type that there is not, `EMFILE` when the context has no room. */
  constructor(type: number, context: ContextState) {
    const kind = SOCKET_KINDS.get(type);
    if (kind === undefined) throw errnoError('EINVAL');
    enter(context);
    this.type = type;
    this.#kind = kind;
    this.#context = context;
    this.#turn = kind.first;
    collected.register(this, context, this);
    if (context.options.get(BLOCKY) === 0 || kind.sendsSubscriptions === true) this.options.set(LINGER, 0);
    if (context.options.get(IPV6) === 1) this.options.set(IPV6, 1);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** How many endpoints it is bound or connected to. */
  get endpoints(): number {
    return this.#closed ? 0 : this.#endpoints;
  }

  /** Whether an option still takes effect for all there is. */
  get fresh(): boolean {
    return this.#endpoints === 0 && !this.#blocked;
  }

  get lastEndpoint(): string | null {
    return this.#inner?.endpoint ?? this.#bound ?? null;
  }

  get readable(): boolean {
    if (this.#closed || !this.#kind.receives || !this.#mayReceive()) return false;
    return this.#inner?.readable === true;
  }

  /** Whether a send waits. */
  get sending(): boolean {
    return this.#sending !== undefined;
  }

  get writable(): boolean {
    if (this.#closed || !this.#kind.sends || !this.#maySend()) return false;
    return this.#inner === undefined ? !this.#kind.waits : this.#inner.writable === true;
  }

  /** The socket of core, made with the options that were set until now. */
  inner(): InnerSocket {
    return (this.#inner ??= this.#open());
  }

  observe(observer: InnerSocketObserver): void {
    this.#observer = observer;
    if (this.#inner !== undefined) observer.opened(this.#inner);
  }

  /** @throws Error `EBADF`, `EBUSY` */
  assertUsable(): void {
    if (this.#blocked) throw errnoError('EBUSY', { text: 'Socket is blocked by a bind or unbind operation' });
    this.#assertOpen();
  }

  bind(address: string): Promise<void> {
    return this.#whileBlocked(address, async () => {
      await this.inner().bind(address);
      this.#endpoints++;
    });
  }

  unbind(address: string): Promise<void> {
    return this.#whileBlocked(address, async () => {
      parseEndpoint(address);
      if (this.#inner === undefined) throw errnoError('ENOENT', { address });
      await this.#inner.unbind(address);
      this.#endpoints--;
    });
  }

  /** Binds before it returns, as far as the socket of core can. @throws Error as {@link bind} */
  bindSync(address: string): void {
    this.assertUsable();
    try {
      this.#bound = bindNow(this.inner(), address);
    } catch (error) {
      throw translated(error, address);
    }
    this.#endpoints++;
    this.#pump();
  }

  /** @throws Error as {@link unbind}, before it returns. */
  unbindSync(address: string): void {
    this.assertUsable();
    try {
      parseEndpoint(address);
    } catch (error) {
      throw translated(error, address);
    }
    if (this.#inner === undefined) throw errnoError('ENOENT', { address });
    this.#inner.unbind(address).catch(() => {});
    this.#endpoints--;
  }

  /** The next connection is one to a peer that is known by this routing id. */
  nextRoutingId(routingId: Buffer | null): void {
    this.#nextRoutingId = routingId ?? undefined;
  }

  connect(address: string): void {
    this.assertUsable();
    const routingId = this.#nextRoutingId;
    this.#nextRoutingId = undefined;
    try {
      if (routingId === undefined) this.inner().connect(address);
      else this.inner().connect(address, { routingId });
    } catch (error) {
      throw translated(error, address);
    }
    this.#endpoints++;
    this.#pump();
  }

  disconnect(address: string): void {
    this.assertUsable();
    try {
      parseEndpoint(address);
      if (this.#inner === undefined) throw errnoError('ENOENT', { address });
      this.#inner.disconnect(address);
    } catch (error) {
      throw translated(error, address);
    }
    this.#endpoints--;
  }

  setOption(option: number, value: StoredValue): void {
    this.options.set(option, value);
    if (this.#inner === undefined || this.#closed || isSecurityOption(option)) return;
    const changed = coreOption(this.options, option, this.options.get(option));
    if (changed === undefined || !this.#takes(changed[0])) return;
    try {
      this.#inner.setOption(...changed);
    } catch (error) {
      throw translated(error);
    }
  }

  subscribe(topic: Buffer): void {
    this.#assertOpen();
    if (this.#inner === undefined) this.#topics.push(topic);
    else this.#subscription('subscribe', topic);
  }

  unsubscribe(topic: Buffer): void {
    this.#assertOpen();
    if (this.#inner !== undefined) {
      this.#subscription('unsubscribe', topic);
      return;
    }
    const index = this.#topics.findIndex((each) => each.equals(topic));
    if (index !== -1) this.#topics.splice(index, 1);
  }

  send(given: unknown): Promise<void> {
    this.#assertOpen();
    if (this.#sending !== undefined) {
      throw errnoError('EBUSY', {
        text: 'Socket is busy writing; only one send operation may be in progress at any time',
      });
    }
    const message = outgoingMessage(given);
    if (message === undefined) return SENT;
    const inner = this.#inner;
    if (inner?.trySend === undefined) return this.#sendWithoutInner(message);
    if (!this.#maySend()) return this.#sendLater(message);
    if (this.#immediateCalls++ >= MAX_IMMEDIATE_CALLS) return this.#sendLater(message);
    try {
      if (!inner.trySend(message)) return this.#sendLater(message);
    } catch (error) {
      return Promise.reject(translated(error));
    }
    if (this.#turn !== undefined) this.#advance('receive');
    return SENT;
  }

  receive(): Promise<Buffer[]> {
    this.#assertOpen();
    if (this.#receiving !== undefined) {
      throw errnoError('EBUSY', {
        text: 'Socket is busy reading; only one receive operation may be in progress at any time',
      });
    }
    if (!this.#kind.receives) return Promise.reject(errnoError('ENOTSUP'));
    if (!this.#mayReceive()) return this.#receiveLater();
    if (this.#immediateCalls++ >= MAX_IMMEDIATE_CALLS) return this.#receiveLater();
    try {
      const message = this.#inner?.tryReceive?.();
      return message === undefined ? this.#receiveLater() : Promise.resolve(this.#received(message));
    } catch (error) {
      return Promise.reject(translated(error));
    }
  }

  /** The next message, if it is there and may be received now. */
  tryReceive(): Buffer[] | undefined {
    if (this.#closed || this.#receiving !== undefined || !this.#mayReceive()) return undefined;
    try {
      const message = this.#inner?.tryReceive?.();
      return message === undefined ? undefined : this.#received(message);
    } catch (error) {
      throw translated(error);
    }
  }

  /** Closes it, or when the bind or unbind that is under way is over. */
  close(): void {
    if (this.#blocked) this.#closeRequested = true;
    else this.#close();
  }

  /** Nothing but {@link release} closes it: a proxy has it in hand. */
  block(): void {
    this.#blocked = true;
  }

  release(): void {
    this.#blocked = false;
    this.#close();
  }

  #close(): void {
    if (this.#closed) return;
    const late = {
      send: this.#maySend() ? errnoError('EAGAIN') : errnoError('EFSM'),
      receive: this.#mayReceive() ? errnoError('EAGAIN') : errnoError('EFSM'),
    };
    this.#closed = true;
    this.#sending?.reject(late.send);
    this.#receiving?.reject(late.receive);
    collected.unregister(this);
    this.#context.count--;
    if (this.#inner === undefined) this.#observer?.ended();
    else this.#closeInner(this.#inner);
  }

  #closeInner(inner: InnerSocket): void {
    const close = (): void => {
      inner.close().catch(() => {});
    };
    // With an observer, what has happened until now is to be reported: libzmq notices it in a thread of its own.
    if (this.#observer === undefined) close();
    else setImmediate(() => setImmediate(close));
  }

  #open(): InnerSocket {
    const { sockets } = this.#context;
    const options = { ...coreOptions(this.options, (name) => this.#takes(name)), context: sockets };
    const inner = this.#kind.open(options);
    this.#observer?.opened(inner);
    const { options: contextOptions } = this.#context;
    warnAtExit(inner, () => contextOptions.get(BLOCKY) === 1);
    for (const topic of this.#topics) inner.subscribe?.(topic);
    for (const message of this.#early) inner.trySend?.(message);
    this.#topics = [];
    this.#early = [];
    return inner;
  }

  #takes(name: string): boolean {
    return COMMON_OPTIONS.has(name) || this.#kind.options.includes(name);
  }

  /** Runs what must not be disturbed. It begins at once, and has its error at once, too. */
  #whileBlocked(address: string, run: () => Promise<void>): Promise<void> {
    this.assertUsable();
    this.#blocked = true;
    const over = (): void => {
      this.#blocked = false;
      if (this.#closeRequested) this.#close();
      else this.#pump();
    };
    return run().then(over, (error: unknown) => {
      over();
      throw translated(error, address);
    });
  }

  #subscription(action: 'subscribe' | 'unsubscribe', topic: Buffer): void {
    try {
      this.#inner?.[action]?.(topic);
    } catch (error) {
      throw translated(error);
    }
  }

  #maySend(): boolean {
    return this.#turn !== 'receive' || (this.type === 3 && this.options.get(RELAXED) === 1);
  }

  #mayReceive(): boolean {
    return this.#turn !== 'send';
  }

  #advance(turn: 'send' | 'receive'): void {
    this.#turn = turn;
    this.#pump();
  }

  /** Before there is a socket of core, there are no peers. */
  #sendWithoutInner(message: MessageInput): Promise<void> {
    if (!this.#kind.sends) return Promise.reject(errnoError('ENOTSUP'));
    if (this.#kind.waits || this.#kind.first !== undefined) return this.#sendLater(message);
    if (this.options.get(MANDATORY) === 1 || this.type === STREAM) return Promise.reject(errnoError('EHOSTUNREACH'));
    // XSUB: subscriptions, for peers that connect later. Others drop messages without a peer.
    if (this.type === 10) this.#early.push(message);
    return SENT;
  }

  #sendLater(message: MessageInput): Promise<void> {
    const timeout = this.options.get(SEND_TIMEOUT) as number;
    if (timeout === 0 && !this.#maySend()) return Promise.reject(errnoError('EFSM'));
    if (timeout === 0 && this.#inner === undefined) return Promise.reject(errnoError('EAGAIN'));
    const call = new PendingCall<void>(timeout, () => {
      this.#sending = undefined;
      call.reject(errnoError(this.#maySend() ? 'EAGAIN' : 'EFSM'));
    });
    this.#sending = call;
    this.#message = message;
    this.#pumpSend();
    return call.promise;
  }

  #receiveLater(): Promise<Buffer[]> {
    const timeout = this.options.get(RECEIVE_TIMEOUT) as number;
    if (timeout === 0 && !this.#mayReceive()) return Promise.reject(errnoError('EFSM'));
    const call = new PendingCall<Buffer[]>(timeout, () => {
      this.#receiving = undefined;
      call.reject(errnoError(this.#mayReceive() ? 'EAGAIN' : 'EFSM'));
    });
    this.#receiving = call;
    this.#pumpReceive();
    return call.promise;
  }

  /** Goes on with calls that waited for a socket of core, or for their turn. */
  #pump(): void {
    if (this.#sending !== undefined) this.#pumpSend();
    if (this.#receiving !== undefined) this.#pumpReceive();
  }

  #pumpSend(): void {
    const call = this.#sending;
    if (call === undefined || call.started) return;
    const inner = this.#inner;
    if (inner?.send === undefined || !this.#maySend()) {
      call.hold();
      return;
    }
    call.start();
    const message = this.#message as MessageInput;
    this.#afterTurn(() => {
      if (call.settled) return;
      inner.send?.(message, { timeout: Infinity, signal: call.signal }).then(
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
    if (this.#turn !== undefined) this.#advance('receive');
    call.resolve();
  }

  #answer(call: PendingCall<Buffer[]>, message: Message): void {
    this.#receiving = undefined;
    call.resolve(this.#received(message));
  }

  #pumpReceive(): void {
    const call = this.#receiving;
    if (call === undefined || call.started) return;
    const inner = this.#inner;
    if (inner?.receive === undefined || !this.#mayReceive()) {
      call.hold();
      return;
    }
    call.start();
    this.#afterTurn(() => {
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

  /** Runs it at once, or after a pause when too many calls were answered at once. */
  #afterTurn(run: () => void): void {
    if (this.#immediateCalls < MAX_IMMEDIATE_CALLS) run();
    else
      this.#pauses.next(() => {
        this.#immediateCalls = 0;
        run();
      });
  }

  #received(message: Message): Buffer[] {
    if (this.#turn !== undefined) this.#advance('send');
    return message.length === 1 ? [message.frame(0)] : message.frames.slice();
  }

  #assertOpen(): void {
    if (this.#closed) throw errnoError('EBADF');
  }
}
