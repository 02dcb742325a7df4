/** What `requestStats()` returns: numbers counted since the socket was created, of calls of `request()`. */
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
