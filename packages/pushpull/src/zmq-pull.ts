import type { ConflateOptions, SocketOptions } from '@zeromq-ts/core';
import { checkArgumentCount, CONFLATE_OPTIONS, integerOption, ReceiveSocket, zmtpOnly } from '@zeromq-ts/core/spi';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { MAX_CREDIT_MESSAGES, refuseConflate } from './credit.js';
import { CreditPullRouting } from './credit-pull-routing.js';
import { PullRouting } from './pull-routing.js';

/** Options of a {@link ZMQPull}. */
export interface PullOptions extends SocketOptions, ConflateOptions {
  /**
   * For each PUSH with `{ strategy: 'credit' }`: how many messages it may send to this socket that are not done. A message
   * is done when the application receives the next one. With 1, a message comes only when the socket is free; with 2,
   * one waits at hand. Default 0: it allows none, and such a PUSH sends it nothing. On the engine `zmtp` only.
   */
  readonly credit?: number | undefined;
}

const PULL_OPTIONS = {
  ...CONFLATE_OPTIONS,
  credit: integerOption(0, 0, MAX_CREDIT_MESSAGES, 'messages', { libzmq: zmtpOnly('credit') }),
};

/** PULL, as RFC 30 and RFC 37 ("The Socket-Type Property") define it. */
export const PULL: SocketTypeDefinition<typeof PULL_OPTIONS> = {
  seam: 'routing@2',
  type: 'PULL',
  className: 'ZMQPull',
  defaultAction: 'bind',
  sends: false,
  receives: true,
  peers: ['PUSH'],
  options: PULL_OPTIONS,
  libzmq: { type: 7 },
  routing: ({ options }) => {
    if (!(options.credit > 0)) return new PullRouting();
    refuseConflate('credit', options.conflate);
    return new CreditPullRouting(options.credit);
  },
};

/**
 * PULL: receives messages from all of its peers in turn (RFC 30).
 *
 * The high-water mark slows down a peer that sends faster than this socket is read (back-pressure); nothing is dropped.
 * A PULL never sends.
 *
 * @example
 * ```ts
 * import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
 *
 * const tasks = new ZMQPush('@inproc://tasks');
 * const worker = new ZMQPull('>inproc://tasks');
 * await tasks.send(['resize', 'cat.png']);
 * const [task, file] = await worker.receive();
 * console.log(`${task} ${file}`);
 * await Promise.all([tasks.close(), worker.close()]);
 * ```
 */
export class ZMQPull extends ReceiveSocket<PullOptions> {
  /**
   * @param endpoint The endpoint to bind to, or to connect to with the prefix `>`; several as a list, `'@tcp://*:1,@ipc:///tmp/b'`,
   * or as an array. Default: none.
   * @param options See {@link PullOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: PullOptions) {
    checkArgumentCount('ZMQPull', arguments, 2);
    super(PULL, endpoint, options);
  }
}
