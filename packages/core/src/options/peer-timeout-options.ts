import type { OptionRules } from './option-rule.js';
import { durationOption } from './option-rule.js';

/** Options of sockets that wait while no peer is connected: REQ, PUSH, DEALER, PAIR. */
export interface PeerTimeoutOptions {
  /**
   * How long `send` and `request` wait for a first peer, in milliseconds: when none is connected by then, they reject with
   * `EHOSTUNREACH`, and the message is not sent. With it, no message is queued before a peer is connected. Default
   * `Infinity`: they wait for a peer as they wait for room, and on connected endpoints a message can be queued before.
   */
  readonly peerTimeout?: number | undefined;
}

/** @see PeerTimeoutOptions */
export const PEER_TIMEOUT_OPTIONS = {
  peerTimeout: durationOption(Infinity, { change: 'at once' }),
} satisfies OptionRules<PeerTimeoutOptions>;
