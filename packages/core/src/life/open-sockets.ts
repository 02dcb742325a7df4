import type { SocketPeer } from '../engine/socket-peer.js';
import type { EventObserver } from '../events/events.js';
import { sharedSlot } from '../registry/shared-slot.js';
import type { SocketStats } from '../socket/stats.js';

/**
 * An open socket as tools see it. It does not keep the socket from being closed when the application has dropped it, as a
 * listener does.
 */
export interface ObservedSocket {
  readonly definition: { readonly type: string };
  readonly engineName: string;
  /** The endpoints that it has bound and connected, in canonical form. */
  readonly endpoints: readonly string[];
  readonly closed: boolean;
  readonly peers: readonly SocketPeer[];
  stats(): SocketStats;
  /** What its class counts beside that, such as the requests of a REQ. Absent: nothing. */
  readonly ownStats?: (() => object) | undefined;
  /** @returns Removes the observer. */
  observe(observer: EventObserver): () => void;
}

// Of all copies of this package in this thread. Each is a collection: Jest warns of plain objects of the global one that are
// used after a test file, and a socket may be closed later.
const open = /* @__PURE__ */ sharedSlot('core/open-sockets@1', () => new Set<ObservedSocket>());
const openedListeners = /* @__PURE__ */ sharedSlot(
  'core/opened-listeners@1',
  () => new Set<(socket: ObservedSocket) => void>(),
);
const bySocket = /* @__PURE__ */ sharedSlot('core/observed-sockets@1', () => new WeakMap<object, ObservedSocket>());

/** The sockets of this thread that have been opened, and whose `close` has not resolved. */
export const openSockets = {
  /** @param socket The object that the application has. */
  add(socket: object, inside: ObservedSocket): void {
    open.add(inside);
    bySocket.set(socket, inside);
    for (const opened of openedListeners) opened(inside);
  },

  delete(inside: ObservedSocket): void {
    open.delete(inside);
  },
};

/**
 * Calls back for each open socket of this thread: for those that there are, and then for each that is opened, before its
 * constructor returns. Sockets made by other copies of this package are among them.
 *
 * @param opened Must not throw.
 * @returns Ends it.
 */
export function eachOpenSocket(opened: (socket: ObservedSocket) => void): () => void {
  const listener = (socket: ObservedSocket): void => opened(socket);
  for (const each of open) listener(each);
  openedListeners.add(listener);
  return () => {
    openedListeners.delete(listener);
  };
}

/** A socket as tools see it; `undefined` for what is no socket, or one of an incompatible release. */
export function observedSocket(socket: object): ObservedSocket | undefined {
  return bySocket.get(socket);
}
