import type { Message, PeerTimeoutOptions, SocketOptions } from '@zeromq-ts/core';
import { checkArgumentCount, DuplexSocket, PEER_TIMEOUT_OPTIONS } from '@zeromq-ts/core/spi';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { PairRouting } from './pair-routing.js';

/** Options of a {@link ZMQPair}. */
export interface PairOptions extends SocketOptions, PeerTimeoutOptions {}

/** PAIR, as RFC 31 and RFC 37 ("The Socket-Type Property") define it. */
export const PAIR: SocketTypeDefinition<typeof PEER_TIMEOUT_OPTIONS> = {
  seam: 'routing@2',
  type: 'PAIR',
  className: 'ZMQPair',
  defaultAction: 'connect',
  sends: true,
  receives: true,
  peers: ['PAIR'],
  options: PEER_TIMEOUT_OPTIONS,
  muteAction: 'block',
  exclusive: true,
  libzmq: { type: 0 },
  routing: () => new PairRouting(),
};

/**
 * PAIR: one peer, and messages both ways in any order (RFC 31).
 *
 * Meant for two parts of one program, over `inproc`. A second peer is refused as long as the first is there. `send`
 * waits while there is no peer, or while the peer's queue is full.
 *
 * @example
 * ```ts
 * import { ZMQPair } from '@zeromq-ts/pair';
 *
 * const left = new ZMQPair('@inproc://workshop');
 * const right = new ZMQPair('>inproc://workshop');
 * await left.send('are you ready?');
 * console.log(`${await right.receive()}`);
 * await Promise.all([left.close(), right.close()]);
 * ```
 */
export class ZMQPair extends DuplexSocket<Message, PairOptions> {
  /**
   * @param endpoint The endpoint to connect to, or to bind to with the prefix `@`; several as a list, `'>tcp://a:1,>tcp://b:2'`,
   * or as an array. Default: none.
   * @param options See {@link PairOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: PairOptions) {
    checkArgumentCount('ZMQPair', arguments, 2);
    super(PAIR, endpoint, options);
  }
}
