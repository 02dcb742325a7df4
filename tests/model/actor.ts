import type { Message, SocketStats } from '@zeromq-ts/core';
import type { AnySocket } from '@zeromq-ts/testing/conformance';
import type { Entry, Envelope } from './ledger.js';
import type { SocketState } from './socket-state.js';

/** What all sockets have that the driver uses; a socket has the rest only if its type does. */
export interface DrivenSocket {
  bind(endpoint: string): Promise<string>;
  unbind(endpoint: string): Promise<void>;
  connect(endpoint: string): void;
  disconnect(endpoint: string): void;
  send(message: unknown): Promise<boolean>;
  trySend(message: unknown): boolean;
  request(message: unknown, options: RequestOptions): Promise<Message>;
  receive(options?: { timeout?: number; signal?: AbortSignal }): Promise<Message>;
  tryReceive(): Message | undefined;
  subscribe(...topics: string[]): void;
  unsubscribe(...topics: string[]): void;
  subscribed(topic: string, options: { timeout: number }): Promise<void>;
  close(options: { linger: number }): Promise<void>;
  stats(): SocketStats;
  readonly closed: boolean;
  [Symbol.asyncIterator](): AsyncIterableIterator<Message>;
}

interface RequestOptions {
  timeout: number;
  retries: number;
  signal?: AbortSignal;
}

/** A request that has been received, and not been answered. */
export interface Debt {
  readonly request: Entry;
  /** What the answer has to stand behind. */
  readonly envelope: Envelope;
}

/** Something that the program waits for. */
export interface Pending {
  readonly what: string;
  settled: boolean;
}

export interface PendingRequest extends Pending {
  /** Whether it ends by itself. */
  readonly limited: boolean;
}

/** One real socket, beside what the model knows of it. */
export class Actor {
  readonly name: string;
  readonly socket: DrivenSocket;
  readonly state: SocketState;
  readonly receives = new Set<Pending>();
  readonly sends = new Set<Pending>();
  readonly requests = new Set<PendingRequest>();
  readonly aborts = new Set<AbortController>();
  /** The newest message from each sender. */
  readonly newest = new Map<SocketState, number>();
  iterator: AsyncIterableIterator<Message> | undefined;
  iterated = false;
  next: Pending | undefined;
  /** Iterations that were left, and have had the time to hear of it. */
  readonly left = new WeakSet<object>();
  reader: { readonly abort: AbortController; readonly done: Promise<void> } | undefined;
  closing: Pending | undefined;
  /** REQ: the request that waits for its reply. */
  asked: Entry | undefined;
  /** REP, and the ROUTER of a REQ: the requests that it owes replies to, the oldest first. A REP has one at a time. */
  readonly owes: Debt[] = [];
  /** The texts of welcome messages that have come, each with how often. */
  readonly welcomed = new Map<string, number>();
  /** XPUB: topics that subscriptions have come for. */
  readonly heard = new Set<string>();
  /** Messages, not of the scenario, that came from the peers: probes and subscriptions. */
  strange = 0;

  constructor(name: string, socket: AnySocket, state: SocketState) {
    this.name = name;
    this.socket = socket as unknown as DrivenSocket;
    this.state = state;
  }

  get type(): string {
    return this.state.plan.type;
  }

  get zmtp(): boolean {
    return this.state.plan.engine === 'zmtp';
  }

  option(name: string): unknown {
    return this.state.plan.options[name];
  }
}
