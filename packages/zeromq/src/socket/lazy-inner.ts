import type { MessageInput } from '@zeromq-ts/core';
import { setImmediate } from '@zeromq-ts/core/spi';
import type { ContextState } from '../context.js';
import { translated } from '../errors/errno-error.js';
import { warnAtExit } from '../exit-warning.js';
import { COPIED_BYTES, keptMessage } from '../messages/outgoing-message.js';
import { COMMON_OPTIONS } from '../options/common-options.js';
import { coreOption, coreOptions } from '../options/core-options.js';
import type { OptionStore } from '../options/option-store.js';
import { isSecurityOption } from '../options/security-options.js';
import type { InnerSocket } from './inner-socket.js';
import type { SocketKind } from './socket-kinds.js';

/** What is known of the socket of core: it is made when it is needed first. */
export interface InnerSocketObserver {
  opened(socket: InnerSocket): void;
  /** The socket is closed, and there has never been one of core. */
  ended(): void;
}

/** The socket of core, which is made when it is needed first, since its security cannot be changed; and what is for it. */
export class LazyInner {
  readonly #kind: SocketKind;
  readonly #options: OptionStore;
  readonly #context: ContextState;
  #current: InnerSocket | undefined;
  #topics: Buffer[] = [];
  #early: MessageInput[] = [];
  #observer: InnerSocketObserver | undefined;

  constructor(kind: SocketKind, options: OptionStore, context: ContextState) {
    this.#kind = kind;
    this.#options = options;
    this.#context = context;
  }

  /** The socket, if it has been needed. */
  get current(): InnerSocket | undefined {
    return this.#current;
  }

  /** The socket, made with the options that were set until now. */
  open(): InnerSocket {
    return (this.#current ??= this.#make());
  }

  observe(observer: InnerSocketObserver): void {
    this.#observer = observer;
    if (this.#current !== undefined) observer.opened(this.#current);
  }

  /** An option was set in the store. */
  optionChanged(option: number): void {
    if (this.#current === undefined || isSecurityOption(option)) return;
    const changed = coreOption(this.#options, option, this.#options.get(option));
    if (changed === undefined || !this.#takes(changed[0])) return;
    try {
      this.#current.setOption(...changed);
    } catch (error) {
      throw translated(error);
    }
  }

  subscribe(topic: Buffer): void {
    if (this.#current === undefined) this.#topics.push(topic);
    else this.#subscription('subscribe', topic);
  }

  unsubscribe(topic: Buffer): void {
    if (this.#current !== undefined) {
      this.#subscription('unsubscribe', topic);
      return;
    }
    const index = this.#topics.findIndex((each) => each.equals(topic));
    if (index !== -1) this.#topics.splice(index, 1);
  }

  /** Sends a message as soon as there is a socket. */
  sendEarly(message: MessageInput): void {
    this.#early.push(keptMessage(message));
  }

  close(): void {
    const inner = this.#current;
    if (inner === undefined) {
      this.#observer?.ended();
      return;
    }
    const close = (): void => {
      inner.close().catch(() => {});
    };
    // With an observer, what has happened until now is to be reported: libzmq notices it in a thread of its own.
    if (this.#observer === undefined) close();
    else setImmediate(() => setImmediate(close));
  }

  #make(): InnerSocket {
    const { sockets, options: contextOptions } = this.#context;
    const options = {
      ...coreOptions(this.#options, (name) => this.#takes(name), this.#kind.raw !== true),
      context: sockets,
      copyFramesUpToBytes: COPIED_BYTES,
    };
    const inner = this.#kind.open(options);
    this.#observer?.opened(inner);
    warnAtExit(inner, contextOptions);
    for (const topic of this.#topics) inner.subscribe?.(topic);
    for (const message of this.#early) inner.trySend?.(message);
    this.#topics = [];
    this.#early = [];
    return inner;
  }

  #takes(name: string): boolean {
    return COMMON_OPTIONS.has(name) || this.#kind.options.includes(name);
  }

  #subscription(action: 'subscribe' | 'unsubscribe', topic: Buffer): void {
    try {
      this.#current?.[action]?.(topic);
    } catch (error) {
      throw translated(error);
    }
  }
}
