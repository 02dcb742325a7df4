import type { Exchange } from './exchange.js';
import type { SocketTypeName } from './socket-type-name.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { RoutingFactory } from '../routing/routing.js';

/** What the constructor's endpoint does unless a prefix says otherwise. */
export type DefaultAction = 'bind' | 'connect';

/** What a socket type is. Pattern packages define one for each of their classes and register it. */
export interface SocketTypeDefinition {
  /** The version of the seam between routing and pipes that the package is made for, written out. */
  readonly seam: 'routing@1';
  readonly type: SocketTypeName;
  /** The name of the class, for error texts. */
  readonly className: string;
  readonly defaultAction: DefaultAction;
  readonly sends: boolean;
  readonly receives: boolean;
  /** The types a peer may have. */
  readonly peers: readonly SocketTypeName[];
  /**
   * Whether it connects to an endpoint once, however often it is told to: two connections to one peer would bring a
   * subscriber each message twice. Default: it makes as many connections as it is told to.
   */
  readonly connectsOnce?: boolean;
  /** The rules of strict exchange, where the type has any (REQ, REP). */
  readonly exchange?: (options: ResolvedOptions) => Exchange;
  /** How it routes, on engines that do not route by themselves. */
  readonly routing?: RoutingFactory;
}
