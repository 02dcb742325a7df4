import type { Message, MessageInput } from '@zeromq-ts/core';
import type { Outgoing } from '@zeromq-ts/core/spi';
import {
  belowMethod,
  checkArgumentCount,
  coreOf,
  DuplexSocket,
  LatencyHistogram,
  performance,
  rejectWithinBudget,
  toOutgoing,
  ZMQError,
} from '@zeromq-ts/core/spi';
import type { RequestCall, RequestCallOptions } from './request-call-options.js';
import { toRequestCall } from './request-call-options.js';
import { sendWithDeadline } from './send-with-deadline.js';
import { Mutex } from './mutex.js';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { connectionLost } from './connection-lost.js';
import { RequestState } from './request-state.js';
import { ReqRouting } from './req-routing.js';
import { REQUEST_OPTIONS, type RequestOptions } from './request-options.js';
import type { RequestStats } from './request-stats.js';

/** The delay before a request whose connection was lost twice in a row is sent again; doubled each time. */
const MIN_RETRY_DELAY_MS = 100;

/** REQ, as RFC 28 and RFC 37 ("The Socket-Type Property") define it. */
export const REQ: SocketTypeDefinition<typeof REQUEST_OPTIONS> = {
  seam: 'routing@2',
  type: 'REQ',
  className: 'ZMQRequest',
  defaultAction: 'connect',
  sends: true,
  receives: true,
  peers: ['REP', 'ROUTER'],
  options: REQUEST_OPTIONS,
  muteAction: 'block',
  sendsIdentity: true,
  lockstep: 'send-first',
  libzmq: { type: 3 },
  connectsOnce: true,
  exchange: (context) => new RequestState(context),
  routing: (context) => new ReqRouting(context),
};

/**
 * REQ: sends a request, and receives the reply to it (RFC 28).
 *
 * Each request goes to the next peer with room (round-robin), and waits while there is none. `request` sends and
 * receives in one call, with timeouts and retries. `send` and `receive` are the separate steps and alternate strictly:
 * a second `send` before the reply is ignored (event `ignored`), and a `receive` without a pending request rejects with
 * `EFSM`; with the option `waitForTurn`, both wait.
 *
 * @example
 * ```ts
 * import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
 *
 * const server = new ZMQReply('inproc://greeter');
 * const client = new ZMQRequest('inproc://greeter');
 * const answer = client.request('World', { timeout: 1000, retries: 2 });
 * const name = await server.receive();
 * await server.send(`Hello, ${name}!`);
 * console.log(`${await answer}`);
 * await Promise.all([server.close(), client.close()]);
 * ```
 */
export class ZMQRequest extends DuplexSocket<Message, RequestOptions> {
  readonly #exchange: RequestState;
  readonly #turns = new Mutex();
  readonly #counts = { requests: 0, retries: 0, timeouts: 0, losses: 0, replies: 0, failures: 0 };
  readonly #latencies = new LatencyHistogram();

  /**
   * @param endpoint The endpoint to connect to, or to bind to with the prefix `@`; several as a list, `'>tcp://a:1,>tcp://b:2'`,
   * or as an array. Default: none.
   * @param options See {@link RequestOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: RequestOptions) {
    checkArgumentCount('ZMQRequest', arguments, 2);
    super(REQ, endpoint, options);
    this.#exchange = coreOf(this).exchange as RequestState;
    const [counts, latencies] = [this.#counts, this.#latencies];
    // It must not refer to the socket, which the engine would then keep: forgotten sockets are collected.
    coreOf(this).ownStats = () => statsOf(counts, latencies);
  }

  /**
   * Sends a request and receives its reply.
   *
   * Concurrent requests are queued and sent in the order of the calls. With `retries`, a request without a reply within
   * `timeout` is sent again, to the next peer if there are several ("Lazy Pirate"), so a server may see it more than
   * once, at most `retries` + 1 times. Each attempt has the same frames.
   *
   * A late reply to an earlier attempt is never mistaken for the current one: when a request is abandoned, by its
   * timeout or its signal, its connection is closed (event `disconnected`, with an error `ECANCELED`), and a new one is
   * made. With the option `correlate`, an id identifies late replies, and connections are kept; with a `routingId`,
   * requests to a peer with an outstanding reply carry an id. After a failure, the socket is ready for the next
   * request.
   *
   * If the connection over which the request was sent is lost, no reply can arrive: the next attempt starts at once,
   * and counts as one of the `retries`. If the connection is lost again, later attempts start after 100, 200, 400 … ms,
   * but not later than `timeout`. The engine libzmq detects this for requests sent to a connected tcp or ipc endpoint.
   *
   * Messages passed to `send` while a request is pending are ignored.
   *
   * @param message Any message that `send` accepts.
   * @param options `timeout` for each attempt, in milliseconds; `retries`, default 0; `signal`, which aborts the
   * request.
   * @returns The reply.
   * @throws TypeError for anything that is not a message. ZMQError `EAGAIN` when no attempt was answered in time or the
   * connection of the last one was lost, `EHOSTUNREACH` after the option `peerTimeout`, `EFSM` when a request sent with `send` is pending, `EINVAL` for wrong options,
   * `ENOTSOCK` when the socket is or gets closed; the reason of the signal. All as rejections.
   */
  async request(message: MessageInput, options: RequestCallOptions = {}): Promise<Message> {
    let call: RequestCall;
    let outgoing: Outgoing;
    try {
      checkArgumentCount('request', arguments, 2);
      call = toRequestCall(options, coreOf(this).options.receiveTimeout);
      outgoing = toOutgoing(message);
      coreOf(this).assertOpen();
      coreOf(this).draining.assertNotBegun();
      call.signal?.throwIfAborted();
    } catch (error) {
      return rejectWithinBudget(error);
    }
    this.#reserve();
    await this.#turns.take(call.signal);
    this.#counts.requests++;
    const began = performance.now();
    try {
      const reply = await this.#ask(outgoing, call);
      this.#counts.replies++;
      this.#latencies.add(performance.now() - began);
      return reply;
    } catch (error) {
      this.#counts.failures++;
      throw error;
    } finally {
      this.#turns.pass();
      this.#exchange.reserved = this.#turns.taken;
      coreOf(this).draining.look();
      coreOf(this).roomChanged();
    }
  }

  /**
   * Counts of `request()`: calls, attempts, what became of them, and how long replies took. Cheap. A late reply is not among them: the connection
   * that it would come over is closed, or an id tells it from the reply that is waited for.
   *
   * @example
   * ```ts
   * import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
   *
   * await using server = new ZMQReply('inproc://echo');
   * await using client = new ZMQRequest('inproc://echo');
   * const answer = client.request('hello', { timeout: 1000, retries: 3 });
   * await server.send(await server.receive());
   * await answer;
   * const { requests, replies, retries } = client.requestStats();
   * console.log(requests, replies, retries); // 1 1 0
   * ```
   */
  requestStats(): RequestStats {
    checkArgumentCount('requestStats', arguments, 0);
    return statsOf(this.#counts, this.#latencies);
  }

  #reserve(): void {
    const exchange = this.#exchange;
    if (exchange.reserved) return;
    if (exchange.awaiting || coreOf(this).sender.waiting > 0) {
      if (!this.getOption('relaxed')) {
        throw new ZMQError(
          'EFSM',
          'A request sent with send() is under way on this ZMQRequest: receive the reply to it before request().',
        );
      }
      exchange.giveUp();
    }
    // A receive that has been left over would take the reply to the request that comes now.
    coreOf(this).receiver.refuseOutOfOrder();
    exchange.reserved = true;
  }

  async #ask(message: Outgoing, { timeout, retries, signal }: RequestCall): Promise<Message> {
    let losses = 0;
    for (let tries = 1; ; tries++) {
      if (tries > 1) this.#counts.retries++;
      const began = performance.now();
      try {
        await coreOf(this).gate?.pass({ timeout, signal });
        const rest = Math.max(1, Math.ceil(began + timeout - performance.now()));
        const left = await sendWithDeadline(coreOf(this), () => this.#trySend(message), rest, signal);
        if (this.#exchange.lost) throw connectionLost();
        return await this.#exchange.admit(() => coreOf(this).receiver.receive({ timeout: left, signal }));
      } catch (error) {
        const { lost } = this.#exchange;
        const state = coreOf(this).connectionState();
        this.#exchange.giveUp();
        if (signal?.aborted === true || !(lost || isTimeout(error))) {
          throw error instanceof ZMQError ? belowMethod(error, 'request') : error;
        }
        if (lost) this.#counts.losses++;
        else this.#counts.timeouts++;
        if (tries > retries) {
          const text = unanswered(tries, timeout, lost);
          const [why, cause] = lost ? ['', error] : [` ${state.text}`, state.cause ?? error];
          throw belowMethod(new ZMQError('EAGAIN', `${text}${why}`, { cause }), 'request');
        }
        losses = lost ? losses + 1 : 0;
        // Each time the connection was lost again the next try comes later, but not later than after a timeout.
        if (losses > 1)
          await this.#rest(
            Math.min(MIN_RETRY_DELAY_MS * 2 ** (losses - 2), began + timeout - performance.now()),
            signal,
          );
      }
    }
  }

  async #rest(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    if (milliseconds < 1) return;
    await coreOf(this)
      .waitFor(NEVER, 'No rest', { timeout: milliseconds, signal })
      .catch((error: unknown) => {
        if (signal?.aborted === true || coreOf(this).refusal() !== undefined) throw error;
      });
  }

  #trySend(message: Outgoing): boolean {
    return this.#exchange.admit(() => coreOf(this).sender.trySend(message));
  }
}

const NEVER = (): boolean => false;

function statsOf(
  counts: Omit<RequestStats, 'latencyCounts' | 'latencySum'>,
  latencies: LatencyHistogram,
): RequestStats {
  return { ...counts, latencyCounts: latencies.counts, latencySum: latencies.sum };
}

function isTimeout(error: unknown): boolean {
  return error instanceof ZMQError && error.code === 'EAGAIN';
}

function unanswered(tries: number, timeout: number, lost: boolean): string {
  if (lost) {
    const often = tries === 1 ? '' : ` The request was sent ${tries} times.`;
    return `The connection was lost before a reply arrived.${often} Call request() again, or use the option retries.`;
  }
  return tries === 1
    ? `No reply arrived within ${timeout} ms.`
    : `No reply arrived: the request was sent ${tries} times, each time without a reply within ${timeout} ms.`;
}
