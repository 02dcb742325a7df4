import type { PeerInfo, RoutedMessage } from '@zeromq-ts/core';
import { checkCallOptions, CloseDeadline, setImmediate, throwLater } from '@zeromq-ts/core/spi';
import { ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ClientProbe } from './client-probe.js';
import { isPromiseLike, JSON_FORMAT } from './format.js';
import { RpcError } from './rpc-error.js';
import { type DrainOptions, type RpcServerOptions, SERVER_OPTION_CHECKS } from './rpc-server-options.js';
import { type CallKey, callKey, replyPath, ServedClient, ServedClients, type WaitingCall } from './served-client.js';
import { type Handlers, ServedMethods } from './served-methods.js';
import { ServerCall } from './server-call.js';
import { ServerReplies } from './server-replies.js';
import type { Methods, Service } from './service.js';
import { WaitingCalls } from './waiting-calls.js';
import { CANCEL, CREDIT, INFO, open, PING, STATS } from './wire.js';

/** What a server counts. */
export interface RpcServerStats {
  readonly calls: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Messages that were not understood, and had no effect. */
  readonly malformed: number;
  /** Clients that have `maxQueuedReplyBytesPerClient` to read, now: their further calls wait. */
  readonly fullClients: number;
  /** Clients that were disconnected, because they went on with requests and did not read. */
  readonly disconnectedClients: number;
}

/**
 * A server of a service: carries out any number of calls at a time, over one ROUTER. It answers {@link RpcClient}s, and any
 * REQ or DEALER of any ZeroMQ library that sends `[method, input]`.
 *
 * @example
 * ```ts
 * import { RpcClient, RpcServer, service } from '@zeromq-ts/rpc';
 * import { z } from 'zod';
 *
 * const calculator = service({ add: { input: z.object({ a: z.number(), b: z.number() }), output: z.number() } });
 *
 * await using server = new RpcServer(calculator, { add: ({ a, b }) => a + b });
 * await using client = new RpcClient(calculator, await server.bind('tcp://127.0.0.1:*'));
 * console.log(await client.call.add({ a: 1, b: 2 })); // 3
 * ```
 */
export class RpcServer<M extends Methods = Methods> implements AsyncDisposable {
  /** The ROUTER, for endpoints, events and statistics. Do not send or receive with it. */
  readonly socket: ZMQRouter;
  readonly #methods: ServedMethods;
  readonly #max: number;
  readonly #maxPerClient: number;
  readonly #onError: ((error: unknown, method: string) => void) | undefined;
  /** Those with calls under way, or waiting. */
  readonly #clients = new ServedClients();
  /** Connections that have ended: requests that came over them may be read later. */
  readonly #gone = new WeakSet<PeerInfo>();
  readonly #replies: ServerReplies;
  /** Sends what the handler of a stream has returned. */
  readonly #stream: ServerReplies['stream'] = (call, items) => this.#replies.stream(call, items);
  /** On an engine that does not say whose connection has ended. */
  readonly #probe: ClientProbe | undefined;
  /** Calls under way. */
  #running = 0;
  /** Those beyond `maxConcurrentCalls`. */
  readonly #waiting = new WaitingCalls();
  /** Calls that have waited are begun. */
  #beginning = false;
  #draining = false;
  #counts = { calls: 0, succeeded: 0, failed: 0, cancelled: 0, malformed: 0, disconnectedClients: 0 };
  /** Called when a call has ended. */
  #ended: (() => void)[] = [];
  #anonymous = 0;
  /** The time of those under way is over. */
  readonly #expired = new AbortController();
  readonly #closeDeadline = new CloseDeadline(() => this.#abortAll());
  #closing: Promise<void> | undefined;

  /**
   * @param service What is served.
   * @param handlers One function for each method. A stream method returns an iterable.
   * @param endpoint Bound, unless a prefix `>` says to connect. Default: none; see {@link bind}.
   * @param options See {@link RpcServerOptions}.
   * @throws ZMQError `EINVAL` for a wrong endpoint or option, or when a handler is missing.
   */
  constructor(
    service: Service<M>,
    handlers: Handlers<M>,
    endpoint?: string | readonly string[],
    options: RpcServerOptions = {},
  ) {
    checkCallOptions('RpcServer', options, SERVER_OPTION_CHECKS);
    const { format = JSON_FORMAT, exposeErrors = false } = options;
    this.#methods = new ServedMethods(service, handlers, format);
    this.#max = options.maxConcurrentCalls ?? 10_000;
    this.#maxPerClient = options.maxCallsPerClient ?? 1000;
    this.#onError = options.onError;
    // The number of replies has no mark: each answers a call, and items are limited by credit. Their bytes have one.
    this.socket = new ZMQRouter(endpoint, { sendHighWaterMark: 0, ...options.socket });
    // No reply is dropped at a mark: it is kept here, and further calls of its client do not begin.
    this.socket.setOption('mandatory', true);
    this.#replies = new ServerReplies(this.socket, this.#clients, {
      format,
      exposeErrors,
      hasRoom: (client) => this.#hasRoom(client),
      excess: (client) => this.#disconnect(client),
    });
    const maxBytes = options.maxQueuedReplyBytesPerClient;
    if (this.socket.engine === 'libzmq') {
      this.#probe = new ClientProbe(
        this.socket,
        () => this.#clients.withIds(),
        (client) => this.#leave(client),
      );
    } else if (maxBytes !== undefined) {
      this.socket.setOption('sendHighWaterMarkBytes', maxBytes === Infinity ? 0 : maxBytes);
    }
    this.socket.on('disconnected', ({ peer }) => {
      if (peer === undefined) return;
      this.#gone.add(peer);
      this.#leave(peer);
    });
    this.#serve().catch((error: unknown) => this.#onError?.(error, ''));
  }

  /** Binds to an endpoint; see `bind` of a socket. */
  bind(endpoint: string): Promise<string> {
    return this.socket.bind(endpoint);
  }

  /** Calls, by what became of them. Cheap. */
  stats(): RpcServerStats {
    return { ...this.#counts, running: this.#running, fullClients: this.#replies.fullClients };
  }

  /**
   * Stops: begins no more calls, lets those under way end and their replies leave, and closes the socket. Clients send what
   * has not begun to another server, or get `UNAVAILABLE`. Idempotent: a further call can only shorten the wait, by an earlier
   * end of its `timeout`.
   *
   * @throws ZMQError `EINVAL` for an invalid timeout, as a rejection.
   */
  close(options: DrainOptions = {}): Promise<void> {
    try {
      this.#closeDeadline.called(options);
    } catch (error) {
      return Promise.reject(error);
    }
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    this.#draining = true;
    this.#waiting.clear();
    // Reading goes on: calls under way need credit to end.
    while (this.#running > 0 && !this.#expired.signal.aborted)
      await new Promise<void>((resolve) => this.#ended.push(resolve));
    this.#closeDeadline.end();
    this.#probe?.close();
    this.#replies.close();
    await this.socket.close();
  }

  #abortAll(): void {
    for (const call of this.#clients.calls()) call.abort();
    // Handlers that end at once have ended by then.
    setImmediate(() => {
      this.#expired.abort();
      for (const resolve of this.#ended.splice(0)) resolve();
    });
  }

  async #serve(): Promise<void> {
    // Never waits for a call: those under way may need what comes next, credit or a cancellation.
    for (;;) {
      try {
        this.#take(await this.socket.receive({ timeout: Infinity }));
      } catch (error) {
        if (this.socket.closed) return;
        throw error;
      }
    }
  }

  #take(message: RoutedMessage): void {
    const request = open(message);
    if (request === undefined || request.pathLength === 0) {
      this.#counts.malformed++;
      return;
    }
    const client = this.#clients.of(request.frames[0] as Uint8Array);
    const key = callKey(request);
    switch (request.head) {
      case CANCEL:
        if (key === undefined) return;
        if (this.#waiting.delete(client, key)) return this.#cancelledEarly(client);
        return client.calls.get(key)?.abort();
      case CREDIT:
        return key === undefined ? undefined : client.calls.get(key)?.grant(request.body);
      case PING:
        return this.#replies.answer(client, request, undefined);
      case INFO:
        return this.#replies.answer(client, request, this.#methods.info());
      case STATS:
        return this.#replies.answer(client, request, this.stats());
      default:
        // The client has other servers, or notices that this one has closed.
        if (this.#draining) return;
        // A plain REQ has no id of a call: each of its requests is a call of its own.
        return this.#accept({ key: key ?? --this.#anonymous, client, request, message, peer: message.peer });
    }
  }

  /** Begins a call, or has it wait for the end of another one. */
  #accept(call: WaitingCall): void {
    const { key, client, request, peer } = call;
    if (peer !== undefined && this.#gone.has(peer)) return this.#cancelledEarly(client);
    // Sent again over the same connection: the call is under way. One that was aborted is not answered, and may be repeated.
    if (client.calls.get(key)?.aborted === false || client.waiting.has(key)) return;
    const count = client.running + client.waiting.size;
    if (count >= this.#maxPerClient) {
      const text = `This client has ${count} calls under way, which is the limit of this server.`;
      return this.#replies.refuse(client, replyPath(client, key, request), 'RESOURCE_EXHAUSTED', text);
    }
    if (this.#running >= this.#max || client.unsent.length > 0) this.#waiting.add(call);
    else this.#begin(call);
  }

  /** A connection has ended, or a client has left: no call that came from there has use for its reply. */
  #leave(from: PeerInfo | ServedClient): void {
    for (const { client } of this.#waiting.drop(from)) this.#cancelledEarly(client);
    if (from instanceof ServedClient) {
      for (const call of from.calls.values()) call.abort();
    } else {
      for (const call of this.#clients.calls()) if (call.peer === from) call.abort();
    }
  }

  /** A call whose client has cancelled it, or left, before it began. */
  #cancelledEarly(client: ServedClient): void {
    this.#counts.calls++;
    this.#counts.cancelled++;
    this.#clients.left(client);
  }

  /** Carries out a call; at once, unless its handler or its schema takes its time. */
  #begin({ key, client, request, message, peer }: WaitingCall): void {
    const call = new ServerCall(request.head, peer, replyPath(client, key, request));
    client.calls.set(key, call);
    client.running++;
    this.#running++;
    this.#counts.calls++;
    try {
      const outcome = this.#methods.carryOut(call, message, request.body, this.#stream);
      if (isPromiseLike(outcome)) {
        void this.#await(call, client, key, outcome);
        return;
      }
      this.#succeed(call, outcome);
    } catch (error) {
      this.#fail(call, error);
    }
    this.#over(client, key, call);
  }

  async #await(call: ServerCall, client: ServedClient, key: CallKey, result: PromiseLike<unknown>): Promise<void> {
    try {
      this.#succeed(call, await result);
    } catch (error) {
      this.#fail(call, error);
    }
    this.#over(client, key, call);
  }

  #succeed(call: ServerCall, value: unknown): void {
    if (call.aborted) {
      this.#counts.cancelled++;
      return;
    }
    this.#replies.result(call, value);
    this.#counts.succeeded++;
  }

  /** A call has ended: another one may begin. */
  #over(client: ServedClient, key: CallKey, call: ServerCall): void {
    if (client.calls.get(key) === call) client.calls.delete(key);
    client.running--;
    this.#clients.left(client);
    this.#running--;
    if (this.#ended.length > 0) for (const resolve of this.#ended.splice(0)) resolve();
    this.#beginWaiting();
  }

  #beginWaiting(): void {
    // Not one inside the other: those that wait may all end as soon as they begin.
    if (this.#beginning) return;
    this.#beginning = true;
    while (this.#running < this.#max) {
      const next = this.#waiting.take();
      if (next === undefined) break;
      this.#begin(next);
    }
    this.#beginning = false;
  }

  #fail(call: ServerCall, error: unknown): void {
    if (call.aborted) {
      this.#counts.cancelled++;
      return;
    }
    this.#counts.failed++;
    this.#replies.error(call.path, error);
    if (error instanceof RpcError) return;
    try {
      this.#onError?.(error, call.method);
    } catch (thrown) {
      // An error of the program, as if it had been thrown in a listener; the server goes on.
      throwLater(thrown);
    }
  }

  /** A client goes on with requests, and does not read what they are answered. */
  #disconnect(client: ServedClient): void {
    this.#counts.disconnectedClients++;
    const peer = this.socket.peers.find(({ routingId }) => routingId !== undefined && client.is(routingId));
    // What the client has sent, and was not read yet, changes nothing.
    if (peer !== undefined) this.#gone.add(peer.info);
    peer?.disconnect({ linger: 0 });
    this.#leave(client);
    this.#replies.drop(client);
  }

  /** A client has read, or is gone. */
  #hasRoom(client: ServedClient): void {
    for (const call of client.calls.values()) call.resume();
    this.#clients.left(client);
    this.#beginWaiting();
  }
}
