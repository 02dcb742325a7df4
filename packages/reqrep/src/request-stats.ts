/**
 * What `requestStats()` returns: numbers counted since the socket was created, of calls of `request()`.
 *
 * Late replies are not among them, because hardly any is received: a request that is given up ends its connection, and
 * replies that come over it with it. With `correlate` or a `routingId`, they come over a connection that is kept, and are discarded:
 * libzmq does that without a report. A number that is 0 in most sockets for that reason would say that no server is
 * slow; `timeouts` says that one is.
 */
export interface RequestStats {
  /** Calls that have begun: those that wait for their turn are not among them. */
  readonly requests: number;
  /** How often a request was sent again, after its timeout or a lost connection. */
  readonly retries: number;
  /** Attempts without a reply within their timeout. */
  readonly timeouts: number;
  /** Attempts whose connection was lost before a reply arrived. */
  readonly losses: number;
  /** Calls that have ended with a reply. */
  readonly replies: number;
  /** Calls that have rejected. */
  readonly failures: number;
  /**
   * The calls that have ended with a reply, by the time from their beginning to the reply, retries included: how many took at
   * most 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500 milliseconds, 1, 2.5, 5, 10 seconds (`LATENCY_BOUNDS_MS`
   * of `@zeromq-ts/stats`), each without those of the bounds before, and the last one how many took longer. The time in which
   * a call waits for its turn does not count.
   */
  readonly latencyCounts: readonly number[];
  /** The sum of these times, in milliseconds. */
  readonly latencySum: number;
}
