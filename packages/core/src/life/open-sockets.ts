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
  /** @returns Removes the observer. */
  observe(observer: EventObserver): () => void;
}

/** Of all copies of this package in this thread. */
interface OpenSockets {
  readonly open: Set<ObservedSocket>;
  readonly opened: Set<(socket: ObservedSocket) => void>;
  readonly bySocket: WeakMap<object, ObservedSocket>;
}

const shared = /* @__PURE__ */ sharedSlot('core/open-sockets@1', (): OpenSockets => ({
  open: new Set(),
  opened: new Set(),
  bySocket: new WeakMap(),
}));

/** The sockets of this thread that have been opened, and whose `close` has not resolved. */
export const openSockets = {
  /** @param socket The object that the application has. */
  add(socket: object, inside: ObservedSocket): void {
    shared.open.add(inside);
    shared.bySocket.set(socket, inside);
    for (const opened of shared.opened) opened(inside);
  },

  delete(inside: ObservedSocket): void {
    shared.open.delete(inside);
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
  for (const each of shared.open) listener(each);
  shared.opened.add(listener);
  return () => {
    shared.opened.delete(listener);
  };
}

/** A socket as tools see it; `undefined` for what is no socket, or one of an incompatible release. */
export function observedSocket(socket: object): ObservedSocket | undefined {
  return shared.bySocket.get(socket);
}
