import type { ConnectOptions, MessageInput, RoutedMessage, WaitOptions } from '@zeromq-ts/core';
import {
  assignedRoutingId,
  checkArgumentCount,
  coreOf,
  DuplexSocket,
  rejectWithinBudget,
  sendArguments,
} from '@zeromq-ts/core/spi';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { addressed, checkAddressed, type Addressee } from './addressed-message.js';
import { RouterRouting } from './router-routing.js';
import { ROUTER_OPTIONS, type RouterOptions } from './router-options.js';

/** ROUTER, as RFC 28 and RFC 37 ("The Socket-Type Property") define it. */
export const ROUTER: SocketTypeDefinition<typeof ROUTER_OPTIONS> = {
  seam: 'routing@2',
  type: 'ROUTER',
  className: 'ZMQRouter',
  defaultAction: 'bind',
  sends: true,
  receives: true,
  peers: ['REQ', 'DEALER', 'ROUTER'],
  options: ROUTER_OPTIONS,
  sendsIdentity: true,
  routingIdFrame: true,
  libzmq: { type: 6 },
  routing: (context) => new RouterRouting(context),
};

/**
 * ROUTER: addresses each of its peers by its routing id (RFC 28).
 *
 * Frame 0 of every message is the routing id of the peer, for receiving and for sending. It is the `routingId` that the
 * peer chose, or five bytes assigned to it; treat it as bytes. Messages from a REQ have an empty frame after it, which
 * must also be in the reply. `message.body` is what is behind both, and `send(message, reply)` puts both before the
 * reply. A message to an unknown peer, or to one whose queue is full, is dropped, and counted if
 * the engine reports it; with the option `mandatory`, `send` rejects instead. `send` never waits.
 *
 * @example
 * ```ts
 * import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
 *
 * const router = new ZMQRouter('inproc://counter', { mandatory: true });
 * const dealer = new ZMQDealer('inproc://counter');
 * await dealer.send('one');
 * const message = await router.receive();
 * await router.send(message.routingId, [message.body, 'two']);
 * console.log(await dealer.receive());
 * await Promise.all([router.close(), dealer.close()]);
 * ```
 */
export class ZMQRouter extends DuplexSocket<RoutedMessage, RouterOptions> {
  /**
   * @param endpoint The endpoint to bind to, or to connect to with the prefix `>`; several as a list, `'@tcp://*:1,@ipc:///tmp/b'`,
   * or as an array. Default: none.
   * @param options See {@link RouterOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: RouterOptions) {
    checkArgumentCount('ZMQRouter', arguments, 2);
    super(ROUTER, endpoint, options);
  }

  /**
   * Connects to an endpoint, as other sockets do.
   *
   * @param options `routingId`: the id by which this socket addresses the peer at the endpoint, over all of its connections.
   * Messages sent to it before the connection is made wait for it. On the engine `libzmq`, such an endpoint can be connected
   * only once, and the id must not be one that a peer has chosen for itself.
   * @throws ZMQError `EINVAL` for a malformed endpoint, a wrong id, or one that another peer has; `EPROTONOSUPPORT`;
   * `ENOTSOCK` on a closed socket.
   *
   * @example
   * ```ts
   * import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
   *
   * await using dealer = new ZMQDealer('@inproc://kitchen');
   * await using router = new ZMQRouter();
   * router.connect('inproc://kitchen', { routingId: 'kitchen' });
   * await router.send('kitchen', 'two teas');
   * console.log(`${await dealer.receive()}`); // two teas
   * ```
   */
  override connect(endpoint: string, options: ConnectOptions = {}): void {
    checkArgumentCount('connect', arguments, 2);
    coreOf(this).connect(endpoint, assignedRoutingId(options));
  }

  /**
   * Sends a message to one peer. `send(to, body)` is `send([to, body])`, or `send([to, ...body])` if the body is an
   * array; where `to` is a message received from the peer, it replies to it, with the delimiter that a REQ expects.
   *
   * It never waits. A message to a peer that is unknown, or whose queue is full, is dropped, unless the option
   * `mandatory` is set.
   *
   * @param message The routing id of the peer, followed by at least one frame.
   * @param options As for other sockets; a ROUTER does not wait.
   * @returns `true`: the message is queued for the peer, or dropped.
   * @throws TypeError for anything that is not a message; ZMQError `EINVAL` for a message of one frame, which names a peer and
   * has nothing for it, `ENOTSOCK` on a closed socket; with `mandatory`, `EHOSTUNREACH` and `EAGAIN`; on the engine `zmtp`
   * `EMSGSIZE`, see {@link DuplexSocket}. All as rejections.
   *
   * @example
   * ```ts
   * import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
   *
   * await using router = new ZMQRouter('inproc://rooms');
   * await using dealer = new ZMQDealer('inproc://rooms', { routingId: 'anna' });
   * await router.connected();
   * await router.send('anna', 'hello');
   * console.log(`${await dealer.receive()}`); // hello
   * ```
   */
  override send(message: MessageInput, options?: WaitOptions): Promise<boolean>;
  override send(to: Addressee, body: MessageInput, options?: WaitOptions): Promise<boolean>;
  override send(message: MessageInput, ...given: unknown[]): Promise<boolean> {
    if (given.length === 0 && Array.isArray(message) && message.length > 1) return super.send(message as MessageInput);
    try {
      const { body, options } = sendArguments<MessageInput>('send', given);
      return super.send(complete(message, body), options);
    } catch (error) {
      return rejectWithinBudget(error);
    }
  }

  /**
   * Sends a message to one peer, as {@link send} does, if that is possible without waiting.
   *
   * @returns `true` when the message is queued for the peer or dropped, `false` when there is no room.
   * @throws TypeError for anything that is not a message; ZMQError as `send`.
   */
  override trySend(message: MessageInput): boolean;
  override trySend(to: Addressee, body: MessageInput): boolean;
  override trySend(message: MessageInput, ...given: unknown[]): boolean {
    if (given.length === 0 && Array.isArray(message) && message.length > 1) {
      return super.trySend(message as MessageInput);
    }
    return super.trySend(complete(message, sendArguments<MessageInput>('trySend', given).body));
  }
}

/** The message with its envelope, which it has already if there is no body apart from it. */
function complete(message: MessageInput, body: MessageInput | undefined): MessageInput {
  if (body !== undefined) return addressed(message as Addressee, body);
  checkAddressed(message);
  return message;
}
