import type { SendReceiveState, SendReceiveHost } from './lockstep.js';
import type { SocketTypeName } from './socket-type-name.js';
import type { Routing, RoutingHost } from '../routing/routing.js';

/** What the constructor's endpoint does unless a prefix says otherwise. */
export type DefaultAction = 'bind' | 'connect';

/** The numbers of a socket type in libzmq (zmq.h). */
export interface LibzmqSocketType {
  readonly type: number;
  /** The type that does the same and lets see who is subscribed: XPUB for PUB. Default: `type`. */
  readonly observableType?: number;
}

/**
 * What a socket type is. Pattern packages define one for each of their classes and register it.
 *
 * @typeParam Rules The rules of the options that the type has beyond those of every socket.
 */
export interface SocketTypeDefinition<Rules extends object = {}> {
  /** The version of the seam between routing and pipes that the package is made for, written out. */
  readonly seam: 'routing@2';
  readonly type: SocketTypeName;
  /** The name of the class, for error texts. */
  readonly className: string;
  readonly defaultAction: DefaultAction;
  readonly sends: boolean;
  readonly receives: boolean;
  /** The options that it has beyond those of every socket. */
  readonly options?: Rules;
  /** The types a peer may have. */
  readonly peers: readonly SocketTypeName[];
  /**
   * Whether repeated `connect` calls to one endpoint make only one connection: with two connections to one peer, a
   * subscriber would receive each message twice. Default: each call makes a connection.
   */
  readonly connectsOnce?: boolean;
  /**
   * What `send` does while no peer has room (zmq_socket(3), "Action in mute state"): `'block'` waits, `'drop'` does not.
   * Default `'drop'`. Routing decides on engines that do not route by themselves.
   */
  readonly muteAction?: 'block' | 'drop';
  /** Whether it tells peers its option `routingId` (RFC 37, "The Identity Property"). Default false. */
  readonly sendsIdentity?: boolean;
  /**
   * Whether the first frame of each message is the routing id of a peer (ROUTER, RFC 28). What is received then has it as
   * `routingId`, too. Default false. Routing sees to it on engines that do not route by themselves.
   */
  readonly routingIdFrame?: boolean;
  /**
   * False: a message has one frame, and `send` rejects others with `EINVAL`. What peers send is for the routing to judge.
   * Default true.
   */
  readonly multipart?: boolean;
  /**
   * Whether its connections carry bytes as they are: no handshake, no frames, no security (STREAM of libzmq). What is received
   * is in no particular portions. Default false.
   */
  readonly raw?: boolean;
  /** The transport protocols that it can use. Default: all that the engine carries. */
  readonly protocols?: readonly string[];
  /** Whether it has one peer at a time (RFC 31, "exclusive pair"). Default false. */
  readonly exclusive?: boolean;
  /** Which way subscriptions go (RFC 29): it sends them (SUB, XSUB), or peers send them to it (PUB, XPUB). Default: none. */
  readonly subscriptions?: 'sent' | 'received';
  /** The names of the commands of peers that its routing is given (SUBSCRIBE, CANCEL). Others are ignored. Default: none. */
  readonly peerCommands?: readonly string[];
  /** Sending and receiving alternate (RFC 28), and this is the first step: sending (REQ), or receiving (REP). */
  readonly lockstep?: 'send-first' | 'receive-first';
  /** Its numbers in libzmq. Default: none, and the engine `libzmq` does not open it. */
  readonly libzmq?: LibzmqSocketType;
  /** The rules of strict exchange, where the type has any (REQ, REP). */
  exchange?(context: SendReceiveHost<Rules>): SendReceiveState;
  /** How it routes, on engines that do not route by themselves. */
  routing?(context: RoutingHost<Rules>): Routing;
}
