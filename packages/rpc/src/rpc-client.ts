import type { Message } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';
import {
  binaryKey,
  checkCallOptions,
  clearTimeout,
  onAbort,
  performance,
  queueMicrotask,
  setTimeout,
} from '@zeromq-ts/core/spi';
import { CallIds } from './call-ids.js';
import type { ClientCall } from './client-call.js';
import { JSON_FORMAT, type RpcFormat, validated } from './format.js';
import { ItemQueue } from './item-queue.js';
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
import { CANCEL, CREDIT, END, ERROR, INFO, ITEM, open, PING, RESULT, STATS, STREAM_WINDOW_ITEMS } from './wire.js';

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_RETRIES = 2;

/** What can be done to a call from outside. */
interface RunningCall {
  readonly cancel: () => void;
  readonly credit: (count: number) => void;
}

const OWN: MethodDefinition = { idempotent: true };

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
  readonly #calls = new Set<ClientCall>();
  readonly #ids = new CallIds();
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
    for (const call of this.#calls) {
      call.link?.send(call, CANCEL, '');
      call.fail(new RpcError('CANCELLED', 'The client was closed.'));
    }
    await this.#servers.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #request(method: string, definition: MethodDefinition, input: unknown, options: CallOptions = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#begin(method, definition, input, options, {
        result: (value) => {
          validated(definition.output, value, 'INVALID_RESULT').then(resolve, reject);
        },
        item: () => {},
        end: () => resolve(undefined),
        fail: reject,
      });
    });
  }

  #stream(
    method: string,
    definition: MethodDefinition,
    input: unknown,
    options: CallOptions = {},
  ): AsyncIterableIterator<unknown> {
    let taken = 0;
    let checked = Promise.resolve();
    const queue = new ItemQueue(
      () => {
        // Half a window at a time, so that the server need not stop.
        if (++taken < STREAM_WINDOW_ITEMS / 2) return;
        running.credit(taken);
        taken = 0;
      },
      () => running.cancel(),
    );
    // Schemas may take their time: items, end and errors keep their order.
    const inOrder = (step: () => void | Promise<void>): void => {
      checked = checked.then(step).catch((error: unknown) => {
        queue.end(error as RpcError);
        running.cancel();
      });
    };
    const running: RunningCall = this.#begin(method, definition, input, options, {
      result: (value) => inOrder(async () => queue.push(await validated(definition.output, value, 'INVALID_RESULT'))),
      item: (value) => inOrder(async () => queue.push(await validated(definition.output, value, 'INVALID_RESULT'))),
      end: () => inOrder(() => queue.end()),
      fail: (error) => inOrder(() => queue.end(error)),
    });
    return queue;
  }

  /** Starts a call. */
  #begin(
    method: string,
    { idempotent = false }: MethodDefinition,
    input: unknown,
    { timeout = this.#options.timeout ?? DEFAULT_TIMEOUT_MS, signal }: CallOptions,
    told: Pick<ClientCall, 'result' | 'item' | 'end' | 'fail'>,
  ): RunningCall {
    const timers: ReturnType<typeof setTimeout>[] = [];
    let detach: (() => void) | undefined;
    const finish = (): boolean => {
      if (!this.#calls.delete(call)) return false;
      for (const timer of timers) clearTimeout(timer);
      detach?.();
      this.#waiting.delete(call);
      call.link?.forget(call);
      this.#assign();
      return true;
    };
    const giveUp = (error: RpcError): void => {
      call.link?.send(call, CANCEL, '');
      if (finish()) told.fail(error);
    };
    const cancelled = (): void => {
      giveUp(new RpcError('CANCELLED', 'The call was cancelled.', { cause: signal?.reason }));
    };
    const after = (delay: number, then: () => void): void => {
      if (delay !== Infinity) timers.push(setTimeout(then, Math.max(0, delay)));
    };
    const call: ClientCall = {
      id: this.#ids.next(),
      method,
      body: '',
      idempotent,
      retriesLeft: idempotent ? (this.#options.retries ?? DEFAULT_RETRIES) : 0,
      link: undefined,
      begun: false,
      result: (value) => finish() && told.result(value),
      item: told.item,
      end: () => finish() && told.end(),
      fail: (error) => finish() && told.fail(error),
    };
    this.#calls.add(call);
    const refused = this.#refusal(call, input, signal);
    if (refused !== undefined) {
      // Not before the caller has what it will be told through.
      queueMicrotask(() => call.fail(refused));
      return { cancel: () => {}, credit: () => {} };
    }
    // Not a listener of the signal for each call: a signal that many calls have would warn of a leak.
    if (signal !== undefined) detach = onAbort(signal, cancelled);
    after(timeout, () => {
      if (call.begun) return;
      const waited = call.link === undefined ? this.#servers.unavailable(timeout) : undefined;
      giveUp(waited ?? new RpcError('DEADLINE_EXCEEDED', `No reply to ${method} arrived within ${timeout} ms.`));
    });
    after(this.#options.connectTimeout ?? Infinity, () => {
      if (call.link === undefined && !call.begun) giveUp(this.#servers.unavailable(this.#options.connectTimeout ?? 0));
    });
    if (idempotent) this.#watchTries(call, after);
    this.#waiting.add(call);
    this.#assign();
    return {
      cancel: () => {
        call.link?.send(call, CANCEL, '');
        finish();
      },
      credit: (count) => call.link?.send(call, CREDIT, `${count}`),
    };
  }

  /** Sends an idempotent call to another server when a try takes too long. */
  #watchTries(call: ClientCall, after: (delay: number, then: () => void) => void): void {
    const { tryTimeout = Infinity, retries = DEFAULT_RETRIES } = this.#options;
    for (let index = 1; index <= retries; index++) {
      after(tryTimeout * index, () => {
        const { link } = call;
        if (link === undefined || call.begun || call.retriesLeft === 0 || !this.#calls.has(call)) return;
        call.retriesLeft--;
        link.forget(call);
        this.#waiting.add(call);
        this.#assign(link);
      });
    }
  }

  /** Why a call cannot begin, if so; otherwise it has its body. */
  #refusal(call: { body: string | Uint8Array }, input: unknown, signal: AbortSignal | undefined): RpcError | undefined {
    if (this.#closed) return new RpcError('UNAVAILABLE', 'The client was closed.');
    if (signal?.aborted === true) return new RpcError('CANCELLED', 'The call was cancelled.', { cause: signal.reason });
    const { maxQueued = 10_000 } = this.#options;
    if (this.#waiting.size >= maxQueued) {
      return new RpcError('RESOURCE_EXHAUSTED', `${maxQueued} calls wait for a server already (option maxQueued).`);
    }
    try {
      call.body = this.#format.encode(input);
      return undefined;
    } catch (cause) {
      return new RpcError('INVALID_ARGUMENT', 'The input cannot be encoded.', { cause });
    }
  }

  /** Sends waiting calls to the servers that take them; to others than `not` if there is one. */
  #assign(not?: ServerLink): void {
    if (this.#closed) return;
    const { maxInFlight = 1000 } = this.#options;
    for (const call of this.#waiting) {
      const link = this.#servers.leastBusy(maxInFlight, not);
      if (link === undefined) return;
      this.#waiting.delete(call);
      link.call(call);
    }
  }

  #received(link: ServerLink, message: Message): void {
    const envelope = open(message);
    const [id] = envelope?.path ?? [];
    // A late reply to a call that was given up or sent elsewhere, or no reply at all.
    const call = id === undefined ? undefined : link.calls.get(binaryKey(id));
    if (envelope === undefined || call === undefined) return;
    let value: unknown;
    try {
      value = this.#format.decode(envelope.body);
    } catch (cause) {
      call.fail(new RpcError('INVALID_RESULT', 'The reply cannot be decoded.', { cause }));
      return;
    }
    switch (envelope.head) {
      case RESULT:
        return call.result(value);
      case ITEM:
        call.begun = true;
        return call.item(value);
      case END:
        return call.end();
      case ERROR:
        return call.fail(receivedError(value));
      default:
        return call.fail(new RpcError('INVALID_RESULT', 'The reply is not one of this protocol.'));
    }
  }

  #abandon(link: ServerLink, cause: Error | undefined): void {
    const calls = [...link.calls.values()];
    for (const call of calls) {
      link.forget(call);
      if (call.retriesLeft > 0 && !call.begun) {
        call.retriesLeft--;
        this.#waiting.add(call);
      } else {
        const text = `The connection to ${link.endpoint} was lost while ${call.method} was under way.`;
        call.fail(new RpcError('UNAVAILABLE', text, { cause }));
      }
    }
    link.close();
    this.#assign();
  }
}
