import type { Message } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';
import { checkCallOptions, onAbort, performance } from '@zeromq-ts/core/spi';
import { numericId } from './call-ids.js';
import { ClientCall, type Replies } from './client-call.js';
import { Deadlines } from './deadlines.js';
import { decodeBody, encodeBody, JSON_FORMAT, type RpcFormat } from './format.js';
import { OneReply, StreamReplies } from './replies.js';
import {
  type CallOptions,
  type Calls,
  CLIENT_OPTION_CHECKS,
  type RpcClientOptions,
  type ServiceInfo,
} from './rpc-client-options.js';
import { receivedError, RpcError } from './rpc-error.js';
import type { RpcServerStats } from './rpc-server.js';
import type { ServerLink } from './server-link.js';
import { ServerLinks } from './server-links.js';
import type { MethodDefinition, Methods, Service } from './service.js';
import { CANCEL, CREDIT, END, ERROR, INFO, ITEM, open, PING, RESULT, STATS } from './wire.js';

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_RETRIES = 2;

const OWN: MethodDefinition = { idempotent: true };
const NO_OPTIONS: CallOptions = {};

/**
 * A client of a service: any number of calls at a time, over one DEALER for each server. Calls go to the connected server
 * with the fewest calls under way.
 *
 * When a connection is lost, idempotent calls that were under way there are sent to another server, or to the same one when
 * it is back, `retries` times at most; others fail with `UNAVAILABLE`, because they may or may not have been carried out. An
 * open client without calls under way does not keep the process alive.
 *
 * @example
 * ```ts
 * import { RpcClient, RpcServer, service } from '@zeromq-ts/rpc';
 * import { z } from 'zod';
 *
 * const counter = service({ count: { input: z.number(), output: z.number(), stream: true } });
 *
 * await using server = new RpcServer(counter, {
 *   *count(to) {
 *     for (let number = 1; number <= to; number++) yield number;
 *   },
 * });
 * await using client = new RpcClient(counter, await server.bind('tcp://127.0.0.1:*'), { timeout: 5000 });
 * for await (const number of client.call.count(3)) console.log(number);
 * ```
 */
export class RpcClient<M extends Methods = Methods> implements AsyncDisposable {
  /** The methods of the service. Each rejects with an {@link RpcError}. */
  readonly call: Calls<M>;
  readonly #options: RpcClientOptions;
  readonly #format: RpcFormat;
  readonly #servers: ServerLinks;
  /** Calls without a server, in the order in which they came. */
  readonly #waiting = new Set<ClientCall>();
  readonly #deadlines: Deadlines;
  readonly #timeout: number;
  readonly #retries: number;
  readonly #tryTimeout: number;
  readonly #maxInFlight: number;
  /** How many calls there have been: their ids. */
  #count = 0;
  #closed = false;

  /**
   * @param service What is called.
   * @param endpoints Where its servers are: one, or any number.
   * @param options See {@link RpcClientOptions}.
   * @throws ZMQError `EINVAL` for a wrong endpoint or option.
   */
  constructor(service: Service<M>, endpoints: string | readonly string[] = [], options: RpcClientOptions = {}) {
    checkCallOptions('RpcClient', options, CLIENT_OPTION_CHECKS);
    this.#options = options;
    this.#timeout = options.timeout ?? DEFAULT_TIMEOUT_MS;
    this.#retries = options.retries ?? DEFAULT_RETRIES;
    this.#tryTimeout = options.tryTimeout ?? Infinity;
    this.#maxInFlight = options.maxInFlight ?? 1000;
    this.#deadlines = new Deadlines(this.#timeout);
    this.#servers = new ServerLinks(options.socket, {
      ready: () => this.#assign(),
      received: (link, message) => this.#received(link, message),
      lost: (link, reason) => this.#abandon(link, reason),
    });
    this.#format = options.format ?? JSON_FORMAT;
    this.call = Object.fromEntries(
      Object.entries(service.methods).map(([method, definition]) => [
        method,
        definition.stream === true
          ? (input: unknown, call?: CallOptions) => this.#stream(method, definition, input, call)
          : (input: unknown, call?: CallOptions) => this.#request(method, definition, input, call),
      ]),
    ) as Calls<M>;
    for (const endpoint of typeof endpoints === 'string' ? [endpoints] : endpoints) this.connect(endpoint);
  }

  /** Adds a server. */
  connect(endpoint: string): void {
    if (this.#closed) throw new ZMQError('ENOTSOCK', 'This RpcClient was closed.');
    this.#servers.connect(endpoint);
  }

  /** Removes a server. Idempotent calls that are under way there go to another one, others fail with `UNAVAILABLE`. */
  disconnect(endpoint: string): void {
    const link = this.#servers.remove(endpoint);
    if (link === undefined) throw new ZMQError('ENOENT', `This RpcClient is not connected to ${endpoint}.`);
    this.#abandon(link, undefined);
  }

  /** @returns how long a round trip to a server takes, in milliseconds. */
  async ping(options?: CallOptions): Promise<number> {
    const begun = performance.now();
    await this.#request(PING, OWN, undefined, options);
    return performance.now() - begun;
  }

  /** @returns name, version and methods of the service, as a server knows them. */
  info(options?: CallOptions): Promise<ServiceInfo> {
    return this.#request(INFO, OWN, undefined, options) as Promise<ServiceInfo>;
  }

  /** @returns the counters of a server. */
  serverStats(options?: CallOptions): Promise<RpcServerStats> {
    return this.#request(STATS, OWN, undefined, options) as Promise<RpcServerStats>;
  }

  /** Cancels the calls under way, and closes the connections. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const call of [...this.#servers.calls(), ...this.#waiting]) {
      this.#giveUp(call, new RpcError('CANCELLED', 'The client was closed.'));
    }
    this.#deadlines.close();
    await this.#servers.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #request(method: string, definition: MethodDefinition, input: unknown, options?: CallOptions): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#begin(method, definition, input, options, new OneReply(definition.output, resolve, reject));
    });
  }

  #stream(
    method: string,
    definition: MethodDefinition,
    input: unknown,
    options?: CallOptions,
  ): AsyncIterableIterator<unknown> {
    const replies = new StreamReplies(definition.output);
    const call = this.#begin(method, definition, input, options, replies);
    if (call !== undefined) {
      replies.controls = {
        credit: (count) => call.link?.send(call, CREDIT, `${count}`),
        cancel: () => this.#cancel(call),
      };
    }
    return replies.queue;
  }

  /** Starts a call. @returns undefined when it has failed already. */
  #begin(
    method: string,
    { idempotent = false }: MethodDefinition,
    input: unknown,
    options: CallOptions = NO_OPTIONS,
    replies: Replies,
  ): ClientCall | undefined {
    const { timeout = this.#timeout, signal } = options;
    const link = this.#waiting.size === 0 ? this.#servers.leastBusy(this.#maxInFlight, undefined) : undefined;
    let body: string | Uint8Array;
    try {
      this.#check(signal, link === undefined);
      body = encodeBody(this.#format, input);
    } catch (cause) {
      const refusal =
        cause instanceof RpcError ? cause : new RpcError('INVALID_ARGUMENT', 'The input cannot be encoded.', { cause });
      replies.fail(refusal);
      return undefined;
    }
    const call = new ClientCall(
      ++this.#count,
      method,
      body,
      idempotent ? this.#retries : 0,
      timeout,
      replies,
      this.#expire,
    );
    // Not a listener of the signal for each call: a signal that many calls have would warn of a leak.
    if (signal !== undefined) call.detach = onAbort(signal, (reason) => this.#abort(call, reason));
    if (timeout !== Infinity) {
      call.at = performance.now() + timeout;
      call.deadline = this.#deadlines.add(timeout, call);
    }
    this.#watchConnection(call);
    if (link === undefined) this.#waiting.add(call);
    else this.#send(call, link);
    return call;
  }

  /** @throws RpcError when no call can begin. */
  #check(signal: AbortSignal | undefined, waits: boolean): void {
    if (this.#closed) throw new RpcError('UNAVAILABLE', 'The client was closed.');
    if (signal?.aborted === true) throw new RpcError('CANCELLED', 'The call was cancelled.', { cause: signal.reason });
    const { maxQueued = 10_000 } = this.#options;
    if (waits && this.#waiting.size >= maxQueued) {
      throw new RpcError('RESOURCE_EXHAUSTED', `${maxQueued} calls wait for a server already (option maxQueued).`);
    }
  }

  /** A deadline of something else than the call as a whole. */
  #watchOther(call: ClientCall, duration: number, expired: () => void): void {
    if (duration === Infinity) return;
    call.others ??= [];
    call.others.push([duration, this.#deadlines.add(duration, { at: performance.now() + duration, expired })]);
  }

  #watchConnection(call: ClientCall): void {
    const { connectTimeout = Infinity } = this.#options;
    this.#watchOther(call, connectTimeout, () => {
      if (call.link === undefined && !call.begun) this.#giveUp(call, this.#servers.unavailable(connectTimeout));
    });
  }

  /** Sends a call to a server. */
  #send(call: ClientCall, link: ServerLink): void {
    link.call(call);
    this.#watchTry(call);
  }

  /** The time of a try begins. The last one has as long as the call. */
  #watchTry(call: ClientCall): void {
    if (this.#tryTimeout === Infinity || call.retriesLeft === 0) return;
    const at = performance.now() + this.#tryTimeout;
    call.tried = this.#deadlines.add(this.#tryTimeout, { at, expired: () => this.#tryAnother(call) });
  }

  /** Sends a call to another server: this one takes too long. */
  #tryAnother(call: ClientCall): void {
    const { link } = call;
    if (link === undefined || call.begun || call.over) return;
    const other = this.#servers.leastBusy(this.#maxInFlight, link);
    // A server takes no call twice: without another one, the try goes on.
    if (other === undefined || other === link) return this.#watchTry(call);
    this.#takeBack(call, link);
    this.#send(call, other);
    if (this.#waiting.size > 0) this.#assign();
  }

  /** Ends a try; there will be another one. */
  #takeBack(call: ClientCall, link: ServerLink): void {
    this.#endTry(call);
    link.forget(call);
    call.retriesLeft--;
  }

  #endTry(call: ClientCall): void {
    if (call.tried !== undefined) this.#deadlines.remove(this.#tryTimeout, call.tried);
    call.tried = undefined;
  }

  readonly #expire = (call: ClientCall): void => {
    if (call.begun) return;
    const { link, method, timeout } = call;
    const waited = link === undefined ? this.#servers.unavailable(timeout) : undefined;
    this.#giveUp(
      call,
      waited ?? new RpcError('DEADLINE_EXCEEDED', `No reply to ${method} arrived within ${timeout} ms.`),
    );
  };

  #abort(call: ClientCall, reason: unknown): void {
    this.#giveUp(call, new RpcError('CANCELLED', 'The call was cancelled.', { cause: reason }));
  }

  #giveUp(call: ClientCall, error: RpcError): void {
    if (call.over) return;
    this.#cancel(call);
    call.replies.fail(error);
  }

  /** Ends a call, also at the server. */
  #cancel(call: ClientCall): void {
    call.link?.send(call, CANCEL, '');
    this.#finish(call);
  }

  #fail(call: ClientCall, error: RpcError): void {
    if (this.#finish(call)) call.replies.fail(error);
  }

  /** @returns false when the call was over before. */
  #finish(call: ClientCall): boolean {
    if (call.over) return false;
    call.over = true;
    if (call.deadline !== undefined) this.#deadlines.remove(call.timeout, call.deadline);
    if (call.others !== undefined) for (const [duration, other] of call.others) this.#deadlines.remove(duration, other);
    this.#endTry(call);
    call.detach?.();
    if (call.link === undefined) this.#waiting.delete(call);
    else call.link.forget(call);
    if (this.#waiting.size > 0) this.#assign();
    return true;
  }

  /** Sends waiting calls to the servers that take them. */
  #assign(): void {
    if (this.#closed) return;
    for (const call of this.#waiting) {
      const link = this.#servers.leastBusy(this.#maxInFlight, undefined);
      if (link === undefined) return;
      this.#waiting.delete(call);
      this.#send(call, link);
    }
  }

  #received(link: ServerLink, message: Message): void {
    const reply = open(message);
    if (reply === undefined) return;
    const id = numericId(reply.frames[0] as Uint8Array);
    // A late reply to a call that was given up or sent elsewhere, or no reply at all.
    const call = id === undefined ? undefined : link.calls.get(id);
    if (call === undefined) return;
    let value: unknown;
    try {
      value = decodeBody(this.#format, message, reply.body);
    } catch (cause) {
      return this.#fail(call, new RpcError('INVALID_RESULT', 'The reply cannot be decoded.', { cause }));
    }
    switch (reply.head) {
      case RESULT:
        if (this.#finish(call)) call.replies.result(value);
        return;
      case ITEM:
        if (call.replies.item === undefined) return this.#giveUp(call, unexpectedStream(call));
        call.begun = true;
        return call.replies.item(value);
      case END:
        if (call.replies.end === undefined) return this.#fail(call, unexpectedStream(call));
        if (this.#finish(call)) call.replies.end();
        return;
      case ERROR:
        return this.#fail(call, receivedError(value));
      default:
        return this.#fail(call, new RpcError('INVALID_RESULT', 'The reply is not one of this protocol.'));
    }
  }

  #abandon(link: ServerLink, cause: Error | undefined): void {
    const calls = [...link.calls.values()];
    for (const call of calls) {
      if (call.retriesLeft > 0 && !call.begun) {
        this.#takeBack(call, link);
        this.#waiting.add(call);
      } else {
        const text = `The connection to ${link.endpoint} was lost while ${call.method} was under way.`;
        this.#fail(call, new RpcError('UNAVAILABLE', text, { cause }));
      }
    }
    link.close();
    this.#assign();
  }
}

/** The two ends have different definitions of the method. */
function unexpectedStream({ method }: ClientCall): RpcError {
  return new RpcError('INVALID_RESULT', `The server returns a stream from ${method}, which is none in this service.`);
}
