import type { ConflateOptions, PeerTimeoutOptions, SocketOptions } from '@zeromq-ts/core';
import { checkArgumentCount, CONFLATE_OPTIONS, PEER_TIMEOUT_OPTIONS, SendSocket, zmtpOnly } from '@zeromq-ts/core/spi';
import type { OptionRule, SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { CREDIT, refuseConflate } from './credit.js';
import { CreditPushRouting } from './credit-push-routing.js';
import { PushRouting } from './push-routing.js';

/** Options of a {@link ZMQPush}. */
export interface PushOptions extends SocketOptions, ConflateOptions, PeerTimeoutOptions {
  /**
   * Who gets a message. `'round-robin'`: the next peer with room in its queue, as on libzmq, even if it is busy.
   * `'credit'`: a peer that is free, which says so by the option `credit` of `ZMQPull`; while none is, `send` waits. A PULL
   * without that option, or of another library, gets nothing then. Default `'round-robin'`. `'credit'` is on the engine
   * `zmtp` only.
   */
  readonly strategy?: 'round-robin' | 'credit' | undefined;
}

type Strategy = 'round-robin' | 'credit';

const strategy: OptionRule<Strategy, Strategy> = {
  accepts: "'round-robin' or 'credit'",
  fallback: 'round-robin',
  libzmq: zmtpOnly('strategy'),
  check: (value) => value === 'round-robin' || value === 'credit',
};

const PUSH_OPTIONS = { ...CONFLATE_OPTIONS, ...PEER_TIMEOUT_OPTIONS, strategy };

/** PUSH, as RFC 30 and RFC 37 ("The Socket-Type Property") define it. */
export const PUSH: SocketTypeDefinition<typeof PUSH_OPTIONS> = {
  seam: 'routing@2',
  type: 'PUSH',
  className: 'ZMQPush',
  defaultAction: 'connect',
  sends: true,
  receives: false,
  peers: ['PULL'],
  options: PUSH_OPTIONS,
  peerCommands: [CREDIT],
  muteAction: 'block',
  libzmq: { type: 8 },
  routing: ({ options }) => {
    if (options.strategy !== 'credit') return new PushRouting();
    refuseConflate("strategy: 'credit'", options.conflate);
    return new CreditPushRouting();
  },
};

/**
 * PUSH: sends each message to one of its peers (RFC 30).
 *
 * Messages go to the peers round-robin, skipping those whose queue is full. While no peer has room, `send` waits; no
 * message is dropped. With the option `strategy: 'credit'`, they go to peers that are free. A PUSH never receives.
 *
 * @example
 * ```ts
 * import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
 *
 * const sink = new ZMQPull('inproc://sink');
 * const worker = new ZMQPush('inproc://sink');
 * await worker.send('done');
 * console.log(`${await sink.receive()}`);
 * await Promise.all([worker.close(), sink.close()]);
 * ```
 */
export class ZMQPush extends SendSocket<PushOptions> {
  /**
   * @param endpoint The endpoint to connect to, or to bind to with the prefix `@`; several as a list, `'>tcp://a:1,>tcp://b:2'`,
   * or as an array. Default: none.
   * @param options See {@link PushOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: PushOptions) {
    checkArgumentCount('ZMQPush', arguments, 2);
    super(PUSH, endpoint, options);
  }
}
