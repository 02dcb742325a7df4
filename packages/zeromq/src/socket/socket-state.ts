import { BLOCKY, IPV6 } from '../context-options.js';
import { type ContextState, enter } from '../context.js';
import { errnoError, translated } from '../errors/errno-error.js';
import type { StoredValue } from '../options/option-spec.js';
import { LINGER, OptionStore } from '../options/option-store.js';
import { type InnerSocketObserver, LazyInner } from './lazy-inner.js';
import type { InnerSocket } from './inner-socket.js';
import { SocketCalls } from './socket-calls.js';
import { SocketEndpoints } from './socket-endpoints.js';
import { SOCKET_KINDS } from './socket-kinds.js';

/** Gives a context the places of sockets back that were collected. */
const collected = new FinalizationRegistry<ContextState>((context) => {
  context.count--;
});

/**
 * What is behind a socket: its options, and from the first `bind` or `connect` on a socket of core, whose security cannot
 * be changed.
 */
export class SocketState {
  readonly type: number;
  readonly options = new OptionStore();
  readonly endpoints: SocketEndpoints;
  readonly #context: ContextState;
  readonly #inner: LazyInner;
  readonly #calls: SocketCalls;
  #closed = false;
  #blocked = false;
  #closeRequested = false;

  /** @throws Error `EINVAL` for a type that there is not, `EMFILE` when the context has no room. */
  constructor(type: number, context: ContextState) {
    const kind = SOCKET_KINDS.get(type);
    if (kind === undefined) throw errnoError('EINVAL');
    enter(context);
    this.type = type;
    this.#context = context;
    collected.register(this, context, this);
    if (context.options.get(BLOCKY) === 0 || kind.sendsSubscriptions === true) this.options.set(LINGER, 0);
    if (context.options.get(IPV6) === 1) this.options.set(IPV6, 1);
    this.#inner = new LazyInner(kind, this.options, context);
    this.#calls = new SocketCalls(type, kind, this.options, this.#inner);
    this.endpoints = new SocketEndpoints(this.#inner, {
      assertUsable: () => this.assertUsable(),
      whileBlocked: (address, run) => this.#whileBlocked(address, run),
      added: () => this.#calls.pump(),
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether it is bound or connected. */
  get attached(): boolean {
    return !this.#closed && this.endpoints.count > 0;
  }

  /** Whether an option still takes effect for all there is. */
  get fresh(): boolean {
    return this.endpoints.count === 0 && !this.#blocked;
  }

  get readable(): boolean {
    return !this.#closed && this.#calls.readable;
  }

  /** Whether a send waits. */
  get sending(): boolean {
    return this.#calls.sending;
  }

  get writable(): boolean {
    return !this.#closed && this.#calls.writable;
  }

  /** The socket of core, made with the options that were set until now. */
  inner(): InnerSocket {
    return this.#inner.open();
  }

  observe(observer: InnerSocketObserver): void {
    this.#inner.observe(observer);
  }

  /** @throws Error `EBADF`, `EBUSY` */
  assertUsable(): void {
    if (this.#blocked) throw errnoError('EBUSY', { text: 'Socket is blocked by a bind or unbind operation' });
    this.#assertOpen();
  }

  setOption(option: number, value: StoredValue): void {
    this.options.set(option, value);
    if (!this.#closed) this.#inner.optionChanged(option);
  }

  subscribe(topic: Buffer): void {
    this.#inner.subscribe(topic);
  }

  unsubscribe(topic: Buffer): void {
    this.#inner.unsubscribe(topic);
  }

  /** @throws Error `EBADF`, `EBUSY` */
  send(message: unknown): Promise<void> {
    this.assertUsable();
    return this.#calls.send(message);
  }

  /** @throws Error `EBADF`, `EBUSY` */
  receive(): Promise<Buffer[]> {
    this.assertUsable();
    return this.#calls.receive();
  }

  /** Sends also while a bind or an unbind is under way, as version 5 does. @throws Error `EBADF`, `EBUSY` */
  sendDuringBind(message: unknown): Promise<void> {
    this.#assertOpen();
    return this.#calls.send(message);
  }

  /** Receives also while a bind or an unbind is under way, as version 5 does. @throws Error `EBADF`, `EBUSY` */
  receiveDuringBind(): Promise<Buffer[]> {
    this.#assertOpen();
    return this.#calls.receive();
  }

  /** The next message, if it is there and may be received now. */
  tryReceive(): Buffer[] | undefined {
    return this.#closed ? undefined : this.#calls.tryReceive();
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
    this.#closed = true;
    this.#calls.close();
    collected.unregister(this);
    this.#context.count--;
    this.#inner.close();
  }

  /** Runs what must not be disturbed. It begins at once, and has its error at once, too. */
  #whileBlocked(address: string, run: () => Promise<void>): Promise<void> {
    this.assertUsable();
    this.#blocked = true;
    const over = (): void => {
      this.#blocked = false;
      if (this.#closeRequested) this.#close();
      else this.#calls.pump();
    };
    return run().then(over, (error: unknown) => {
      over();
      throw translated(error, address);
    });
  }

  #assertOpen(): void {
    if (this.#closed) throw errnoError('EBADF');
  }
}
