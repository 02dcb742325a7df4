/** What the peer of one connection understands, beside messages. */
export interface Dialect {
  /** How subscriptions are sent: as the commands SUBSCRIBE and CANCEL, or as messages that begin with 01 or 00. */
  readonly subscriptions: 'commands' | 'messages';
  /** Whether other commands are sent, as JOIN and LEAVE. */
  readonly commands: boolean;
  /** Whether PING is sent, and a PONG that nothing asked for. */
  readonly heartbeats: boolean;
}

/** ZMTP 3.0 (RFC 23): its peers know no command after the handshake. */
export const ZMTP_3_0: Dialect = { subscriptions: 'messages', commands: false, heartbeats: false };

/** ZMTP 3.1 (RFC 37). */
export const ZMTP_3_1: Dialect = { subscriptions: 'commands', commands: true, heartbeats: true };
