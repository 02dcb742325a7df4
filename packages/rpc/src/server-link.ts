import type { Message } from '@zeromq-ts/core';
import { setImmediate } from '@zeromq-ts/core/spi';
import { type DealerOptions, ZMQDealer } from '@zeromq-ts/dealerrouter';
import type { ClientCall } from './client-call.js';
import { post } from './wire.js';

const IDLE = new Error('No call is under way.');

/** What a link tells its client. */
export interface ServerLinkEvents {
  ready(): void;
  received(link: ServerLink, message: Message): void;
  lost(link: ServerLink, reason: Error | undefined): void;
}

/** The DEALER of a client to one server, and the calls that are under way there. */
export class ServerLink {
  readonly endpoint: string;
  readonly socket: ZMQDealer;
  readonly calls = new Map<number, ClientCall>();
  readonly #events: ServerLinkEvents;
  #ready = false;
  #receiving = false;
  /** Ends the pending receive when no call is under way: it would keep the process alive. */
  #idle = new AbortController();
  /** A receive waits. */
  #waits = false;

  constructor(endpoint: string, options: DealerOptions, events: ServerLinkEvents) {
    this.endpoint = endpoint;
    this.socket = new ZMQDealer(endpoint, options);
    this.socket.on('handshake-succeeded', () => {
      this.#ready = true;
      events.ready();
    });
    this.socket.on('disconnected', ({ error }) => {
      if (!this.#ready) return;
      this.#ready = false;
      // What came over the connection before it ended are replies like others.
      setImmediate(() => {
        this.#drain();
        events.lost(this, error);
      });
    });
    this.#events = events;
  }

  /** Whether the server is connected. */
  get ready(): boolean {
    return this.#ready && !this.socket.closed;
  }

  /** Sends a request, and keeps the call until {@link forget}. */
  call(call: ClientCall): void {
    call.link = this;
    this.calls.set(call.number, call);
    this.send(call, call.method, call.body);
    if (!this.#receiving) void this.#receive();
  }

  /** Sends a message that belongs to a call. */
  send(call: ClientCall, head: string, body: string | Uint8Array): void {
    // A send fails when the socket closes, which ends the call as well.
    post(this.socket, [call.id, '', head, body]);
  }

  forget(call: ClientCall): void {
    this.calls.delete(call.number);
    call.link = undefined;
    if (this.calls.size === 0) this.#stopWaiting();
  }

  /** Closes the socket, with everything that it has not sent: a request must not arrive after its call has failed. */
  close(): void {
    void this.socket.close({ linger: 0 });
  }

  #drain(): void {
    if (this.socket.closed) return;
    for (let message = this.socket.tryReceive(); message !== undefined; message = this.socket.tryReceive()) {
      this.#events.received(this, message);
    }
  }

  async #receive(): Promise<void> {
    this.#receiving = true;
    try {
      while (this.calls.size > 0) {
        const message = this.socket.tryReceive() ?? (await this.#next());
        this.#events.received(this, message);
      }
    } catch {
      // No call is under way, or the socket has closed.
    }
    this.#receiving = false;
    // A call may have come since.
    if (this.calls.size > 0 && !this.socket.closed) void this.#receive();
  }

  async #next(): Promise<Message> {
    if (this.#idle.signal.aborted) this.#idle = new AbortController();
    this.#waits = true;
    try {
      return await this.socket.receive({ signal: this.#idle.signal, timeout: Infinity });
    } finally {
      this.#waits = false;
    }
  }

  #stopWaiting(): void {
    if (this.#waits) this.#idle.abort(IDLE);
  }
}
