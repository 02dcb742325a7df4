import type { Message } from '@zeromq-ts/core';
import { ZMQRequest } from '@zeromq-ts/reqrep';
import type { TopRow } from './top-row.js';

/** The counters of a server of @zeromq-ts/rpc, as its method `$stats` gives them. */
export interface RpcCounters {
  readonly calls: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly malformed: number;
}

/** An answer, and when it came. */
interface Answered {
  readonly time: number;
  readonly counters: RpcCounters;
}

/** What is known of a server. */
export interface RpcFigures {
  readonly endpoint: string;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly counters: RpcCounters;
  /** In a second; `undefined` before the second answer. */
  readonly callsPerSecond: number | undefined;
  readonly answeredPerSecond: number | undefined;
}

const COUNTERS = ['calls', 'running', 'succeeded', 'failed', 'cancelled', 'malformed'] as const;

/** The largest answer: `$info` lists the methods of the service. */
const MAX_ANSWER_BYTES = 1_048_576;

/** A server of @zeromq-ts/rpc, which is asked again and again (docs/protocol/rpc.md). */
export class RpcWatch {
  readonly #endpoint: string;
  readonly #request: ZMQRequest;
  #name: string | undefined;
  #version: string | undefined;
  #now: Answered | undefined;
  #before: Answered | undefined;

  /** @throws ZMQError for a malformed endpoint. */
  constructor(endpoint: string) {
    this.#endpoint = endpoint;
    // A request that had no answer in time is given up.
    this.#request = new ZMQRequest(endpoint, { linger: 0, maxMessageSize: MAX_ANSWER_BYTES });
  }

  /** Asks once. Without an answer in time there are no figures. */
  async ask(timeout: number, signal: AbortSignal): Promise<void> {
    const counters = countersOf(await this.#result('$stats', timeout, signal));
    this.#before = this.#now;
    this.#now = counters === undefined ? undefined : { time: Date.now(), counters };
    // Without an answer, or with smaller counters, it may be another process that is there next.
    if (counters === undefined || counters.calls < (this.#before?.counters.calls ?? 0)) this.#name = undefined;
    if (counters !== undefined && this.#name === undefined)
      this.#readInfo(await this.#result('$info', timeout, signal));
  }

  get figures(): RpcFigures | undefined {
    if (this.#now === undefined) return undefined;
    const { time, counters } = this.#now;
    const before = this.#before;
    const seconds = (time - (before?.time ?? time)) / 1000;
    // Counters that have become smaller are those of another process.
    const isNext = before !== undefined && seconds > 0 && counters.calls >= before.counters.calls;
    const rate = (count: (of: RpcCounters) => number): number | undefined =>
      isNext ? Math.max(0, count(counters) - count(before.counters)) / seconds : undefined;
    return {
      endpoint: this.#endpoint,
      name: this.#name,
      version: this.#version,
      counters,
      callsPerSecond: rate(({ calls }) => calls),
      answeredPerSecond: rate(({ succeeded, failed }) => succeeded + failed),
    };
  }

  /** One row: calls come in, answers go out, calls under way are queued. */
  rows(): readonly TopRow[] {
    const { figures } = this;
    if (figures === undefined) return [];
    const { running, failed, cancelled, malformed } = figures.counters;
    return [
      {
        process: figures.name ?? 'rpc',
        pid: '-',
        socket: '-',
        type: 'RPC',
        endpoint: this.#endpoint,
        peers: undefined,
        in: figures.callsPerSecond,
        out: figures.answeredPerSecond,
        bytes: undefined,
        queuedIn: running,
        queuedOut: undefined,
        dropped: { malformed },
        errors: { failed, cancelled },
        lastEvent: undefined,
        listed: [],
        unlisted: 0,
      },
    ];
  }

  close(): Promise<void> {
    return this.#request.close({ linger: 0 });
  }

  /** @returns The result of a method; `undefined` when there is none in time, or it is none. */
  async #result(method: string, timeout: number, signal: AbortSignal): Promise<unknown> {
    let answer: Message;
    try {
      answer = await this.#request.request([method, ''], { timeout, signal });
    } catch {
      return undefined;
    }
    const [kind, body] = answer;
    if (kind === undefined || String(Buffer.from(kind)) !== 'R' || body === undefined) return undefined;
    try {
      return JSON.parse(String(Buffer.from(body)));
    } catch {
      // Another format than JSON.
      return undefined;
    }
  }

  #readInfo(info: unknown): void {
    if (typeof info !== 'object' || info === null) return;
    const { name, version } = info as { readonly name?: unknown; readonly version?: unknown };
    if (typeof name === 'string') this.#name = name;
    if (typeof version === 'string') this.#version = version;
  }
}

function countersOf(value: unknown): RpcCounters | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const counters = value as Record<(typeof COUNTERS)[number], number>;
  if (!COUNTERS.every((name) => Number.isSafeInteger(counters[name]))) return undefined;
  // Nothing else that a stranger may have put there.
  return Object.fromEntries(COUNTERS.map((name) => [name, counters[name]])) as unknown as RpcCounters;
}
