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
}
