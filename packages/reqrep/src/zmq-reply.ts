import type { RoutingIdOptions, SocketOptions } from '@zeromq-ts/core';
import { checkArgumentCount, coreOf, DuplexSocket } from '@zeromq-ts/core/spi';
import type { RepExchange } from './rep-exchange.js';
import { REP } from './reply-definition.js';

/** Options of a {@link ZMQReply}. */
export interface ReplyOptions extends SocketOptions, RoutingIdOptions {}

/**
 * REP: receives requests from all of its peers in turn, and sends a reply to each (RFC 28).
 *
 * `receive` and `send` alternate strictly: a `send` without a request is ignored (event `ignored`), and a `receive`
 * before the reply was sent rejects with `EFSM`. A reply to a requester that has disconnected is dropped without an
 * error; `send` never waits.
 *
 * @example
 * ```ts
 * import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
 *
 * const server = new ZMQReply('inproc://doubler');
 * const client = new ZMQRequest('inproc://doubler');
 * const answer = client.request('21');
 * for await (const request of server) {
 *   await server.send(String(Number(request) * 2));
 *   break;
 * }
 * console.log(`${await answer}`);
 * await Promise.all([server.close(), client.close()]);
 * ```
 */
export class ZMQReply extends DuplexSocket {
  /**
   * @param endpoint The endpoint to bind to, or to connect to with the prefix `>`; several as a list, `'@tcp://*:1,@ipc:///tmp/b'`,
   * or as an array. Default: none.
   * @param options See {@link ReplyOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: ReplyOptions) {
    checkArgumentCount('ZMQReply', arguments, 2);
    super(REP, endpoint, options);
    const { exchange, sender } = coreOf(this);
    (exchange as RepExchange).sends = sender;
  }
}
