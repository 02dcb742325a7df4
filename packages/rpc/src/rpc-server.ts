import type { PeerInfo, RoutedMessage } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';
import type { CallOptionChecks } from '@zeromq-ts/core/spi';
import {
  binaryKey,
  checkAtLeast,
  checkCallOptions,
  checkFlag,
  checkFunction,
  checkObject,
  clearTimeout,
  setTimeout,
} from '@zeromq-ts/core/spi';
import { type RouterOptions, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { JSON_FORMAT, type RpcFormat, validated } from './format.js';
import { RpcError } from './rpc-error.js';
import type { HandlerInputOf, HandlerOutputOf, MethodDefinition, Methods, Service } from './service.js';
import { ServerCall } from './server-call.js';
import { type WaitingCall, WaitingCalls } from './waiting-calls.js';
import { CANCEL, CREDIT, ERROR, INFO, open, PING, RESULT, seal, STATS } from './wire.js';

/** What a handler knows of its call. */
export interface CallContext {
  readonly method: string;
  /** Aborts when the client cancels the call or leaves, and when the server closes without waiting. */
  readonly signal: AbortSignal;
  /** Who called, as far as the engine tells: `peer.userId` with authentication. */
  readonly peer: PeerInfo | undefined;
}

type Handler<D extends MethodDefinition> = D extends { readonly stream: true }
  ? (input: HandlerInputOf<D>, call: CallContext) => AsyncIterable<HandlerOutputOf<D>> | Iterable<HandlerOutputOf<D>>
  : (input: HandlerInputOf<D>, call: CallContext) => HandlerOutputOf<D> | PromiseLike<HandlerOutputOf<D>>;

/** One handler for each method of a service. */
export type Handlers<M extends Methods> = { readonly [N in keyof M]: Handler<M[N]> };

/** Options of an {@link RpcServer}. */
export interface RpcServerOptions {
  /** How values travel. Default: JSON. The clients must use the same. */
  readonly format?: RpcFormat | undefined;
  /**
   * How many calls are carried out at a time. Further ones wait, in the order of their client, and clients take turns. Credit
   * and cancellation of calls under way are read meanwhile. Default 10 000.
   */
  readonly maxConcurrentCalls?: number | undefined;
  /**
   * How many calls one client may have, those that wait for `maxConcurrentCalls` included; a further one fails with
   * `RESOURCE_EXHAUSTED`. This is what limits how many wait. Default 1000.
   */
  readonly maxCallsPerClient?: number | undefined;
  /**
   * Whether clients get name and text of any error that a handler throws. Default false: they get `INTERNAL`, and only
   * an `RpcError` is sent as it is.
   */
  readonly exposeErrors?: boolean | undefined;
  /** Is called with what a handler throws that is no `RpcError`. Default: nothing. */
  readonly onError?: ((error: unknown, method: string) => void) | undefined;
  /** Options of the ROUTER: keys, limits, engine, context. */
  readonly socket?: RouterOptions | undefined;
}

/** What a server counts. */
export interface RpcServerStats {
  readonly calls: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Messages that were not understood, and had no effect. */
  readonly malformed: number;
}

/** What `close` takes. */
export interface DrainOptions {
  /** How long calls under way may go on, in milliseconds; then they are aborted. Default `Infinity`. */
  readonly timeout?: number | undefined;
}

const OPTION_CHECKS: CallOptionChecks = {
  format: checkObject,
  maxConcurrentCalls: checkAtLeast(1),
  maxCallsPerClient: checkAtLeast(1),
  exposeErrors: checkFlag,
  onError: checkFunction,
  socket: checkObject,
};

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
  readonly #service: Service<M>;
  readonly #handlers: Readonly<Record<string, (input: never, call: CallContext) => unknown>>;
  readonly #format: RpcFormat;
  readonly #max: number;
  readonly #maxPerClient: number;
  readonly #exposeErrors: boolean;
  readonly #onError: ((error: unknown, method: string) => void) | undefined;
  readonly #calls = new Map<string, ServerCall>();
  /** How many calls each client has under way, by its routing id. */
  readonly #callsOf = new Map<string, number>();
  /** Those beyond `maxConcurrentCalls`. */
  readonly #waiting = new WaitingCalls();
  #draining = false;
  #counts = { calls: 0, succeeded: 0, failed: 0, cancelled: 0, malformed: 0 };
  /** Called when a call has ended. */
  #ended: (() => void)[] = [];
  #anonymous = 0;
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
    checkCallOptions('RpcServer', options, OPTION_CHECKS);
    for (const method of Object.keys(service.methods)) {
      if (typeof handlers[method] !== 'function') {
        throw new ZMQError(
          'EINVAL',
          `The service ${service.name} has a method ${method}, and there is no handler for it.`,
        );
      }
    }
    this.#service = service;
    this.#handlers = handlers;
    this.#format = options.format ?? JSON_FORMAT;
    this.#max = options.maxConcurrentCalls ?? 10_000;
    this.#maxPerClient = options.maxCallsPerClient ?? 1000;
    this.#exposeErrors = options.exposeErrors ?? false;
    this.#onError = options.onError;
    // Replies have no mark in messages: each answers a call, and items of streams are limited by credit.
    this.socket = new ZMQRouter(endpoint, { sendHighWaterMark: 0, ...options.socket });
    this.socket.on('disconnected', ({ peer }) => {
      if (peer === undefined) return;
      this.#cancelledEarly(this.#waiting.drop(peer));
      for (const call of this.#calls.values()) if (call.peer === peer) call.abort();
    });
    this.#serve().catch((error: unknown) => this.#onError?.(error, ''));
  }

  /** Binds to an endpoint; see `bind` of a socket. */
  bind(endpoint: string): Promise<string> {
    return this.socket.bind(endpoint);
  }

  /** Calls, by what became of them. Cheap. */
  stats(): RpcServerStats {
    return { ...this.#counts, running: this.#calls.size };
  }

  /**
   * Stops: begins no more calls, lets those under way end and their replies leave, and closes the socket. Clients send what
   * has not begun to another server, or get `UNAVAILABLE`. Idempotent.
   */
  close(options: DrainOptions = {}): Promise<void> {
    this.#closing ??= this.#close(options.timeout ?? Infinity);
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(timeout: number): Promise<void> {
    this.#draining = true;
    this.#waiting.clear();
    const abort = (): void => {
      for (const call of this.#calls.values()) call.abort();
    };
    const timer = timeout === Infinity ? undefined : setTimeout(abort, timeout);
    // Reading goes on: calls under way need credit to end.
    while (this.#calls.size > 0) await new Promise<void>((resolve) => this.#ended.push(resolve));
    clearTimeout(timer);
    await this.socket.close();
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
    const envelope = open(message);
    if (envelope === undefined || envelope.path.length === 0) {
      this.#counts.malformed++;
      return;
    }
    const client = binaryKey(envelope.path[0] as Uint8Array);
    // With the lengths: no client can choose ids that are those of another one's call.
    const key = envelope.path.map((frame) => `${frame.byteLength}:${binaryKey(frame)}`).join('');
    switch (envelope.head) {
      case CANCEL:
        if (this.#waiting.delete(client, key)) return this.#cancelledEarly(1);
        return this.#calls.get(key)?.abort();
      case CREDIT:
        return this.#calls.get(key)?.grant(envelope.body);
      case PING:
        return this.#answer(envelope.path, undefined);
      case INFO:
        return this.#answer(envelope.path, this.#info());
      case STATS:
        return this.#answer(envelope.path, this.stats());
      default:
        // The client has other servers, or notices that this one has closed.
        if (this.#draining) return;
        return this.#accept({
          // A plain REQ has no id of a call: each of its requests is a call of its own.
          key: envelope.path.length === 1 ? `${key}#${this.#anonymous++}` : key,
          client,
          request: envelope,
          peer: message.peer,
        });
    }
  }

  /** Begins a call, or has it wait for the end of another one. */
  #accept(call: WaitingCall): void {
    const { key, client, request } = call;
    // Sent again over the same connection: the call is under way.
    if (this.#calls.has(key) || this.#waiting.has(client, key)) return;
    const count = (this.#callsOf.get(client) ?? 0) + this.#waiting.of(client);
    if (count >= this.#maxPerClient) {
      const text = `This client has ${count} calls under way, which is the limit of this server.`;
      return this.#reply(request.path, ERROR, { code: 'RESOURCE_EXHAUSTED', message: text });
    }
    if (this.#calls.size >= this.#max) this.#waiting.add(call);
    else this.#begin(call);
  }

  /** Calls whose client has cancelled them, or left, before they began. */
  #cancelledEarly(count: number): void {
    this.#counts.calls += count;
    this.#counts.cancelled += count;
  }

  #begin({ key, client, request: { path, head: method, body }, peer }: WaitingCall): void {
    this.#callsOf.set(client, (this.#callsOf.get(client) ?? 0) + 1);
    const call = new ServerCall(peer, path.length > 1, (kind, value) => this.#reply(path, kind, value));
    this.#calls.set(key, call);
    this.#counts.calls++;
    void this.#carryOut(call, method, body)
      .then(
        () => void (call.signal.aborted ? this.#counts.cancelled++ : this.#counts.succeeded++),
        (error: unknown) => this.#fail(path, call, method, error),
      )
      .finally(() => {
        this.#calls.delete(key);
        const others = (this.#callsOf.get(client) ?? 1) - 1;
        if (others > 0) this.#callsOf.set(client, others);
        else this.#callsOf.delete(client);
        for (const resolve of this.#ended.splice(0)) resolve();
        const next = this.#waiting.take();
        if (next !== undefined) this.#begin(next);
      });
  }

  async #carryOut(call: ServerCall, method: string, body: Uint8Array): Promise<void> {
    const definition = Object.hasOwn(this.#service.methods, method) ? this.#service.methods[method] : undefined;
    const handler = this.#handlers[method];
    if (definition === undefined || handler === undefined) {
      const known = Object.keys(this.#service.methods).join(', ');
      throw new RpcError(
        'NOT_FOUND',
        `The service ${this.#service.name} has no method ${method.slice(0, 100)}. There are: ${known}.`,
      );
    }
    const input = await validated(definition.input, this.#decode(body), 'INVALID_ARGUMENT');
    const result = handler.call(this.#handlers, input as never, { method, signal: call.signal, peer: call.peer });
    if (definition.stream === true) await call.stream(result as AsyncIterable<unknown>);
    else call.result(await result);
  }

  #decode(body: Uint8Array): unknown {
    try {
      return this.#format.decode(body);
    } catch (cause) {
      throw new RpcError('INVALID_ARGUMENT', 'The input cannot be decoded.', { cause });
    }
  }

  #fail(path: readonly Uint8Array[], call: ServerCall, method: string, error: unknown): void {
    if (call.signal.aborted) {
      this.#counts.cancelled++;
      return;
    }
    this.#counts.failed++;
    if (!(error instanceof RpcError)) this.#onError?.(error, method);
    this.#reply(path, ERROR, this.#describe(error));
  }

  #describe(error: unknown): { code: string; message: string; data?: unknown } {
    if (error instanceof RpcError) return { code: error.code, message: error.message, data: error.data };
    if (!this.#exposeErrors) return { code: 'INTERNAL', message: 'The server failed to carry out the call.' };
    return { code: 'INTERNAL', message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }

  /** Answers a method that every server has. */
  #answer(path: readonly Uint8Array[], value: unknown): void {
    try {
      this.#reply(path, RESULT, value);
    } catch (error) {
      this.#reply(path, ERROR, this.#describe(error));
    }
  }

  /** Sends a reply. What cannot be encoded becomes an error for the client, not a call without an answer. */
  #reply(path: readonly Uint8Array[], kind: string, value: unknown): void {
    let body: string | Uint8Array;
    try {
      body = this.#format.encode(value);
    } catch (error) {
      if (kind !== ERROR) throw new RpcError('INTERNAL', 'The result of the call cannot be encoded.', { cause: error });
      body = this.#encodedError();
    }
    // A client that has left gets nothing: that is no failure of the server.
    void this.socket.send(seal(path, kind, body)).catch(() => {});
  }

  /** What stands for an error that cannot be encoded; empty with a format that has no objects, such as bytes. */
  #encodedError(): string | Uint8Array {
    try {
      return this.#format.encode({ code: 'INTERNAL', message: 'The error cannot be encoded.' });
    } catch {
      return '';
    }
  }

  #info(): unknown {
    const { name, version, methods } = this.#service;
    return {
      name,
      version,
      methods: Object.entries(methods).map(([method, { stream = false, idempotent = false }]) => ({
        name: method,
        stream,
        idempotent,
      })),
    };
  }
}
