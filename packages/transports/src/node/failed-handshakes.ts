import type { ConnectionEvents } from '@zeromq-ts/core/spi';

/** The addresses that took a connection, and with which no handshake succeeded, by who connects. */
const failed = new WeakMap<ConnectionEvents, Set<string>>();

/**
 * The same addresses of a name, those first with which no handshake has failed. Otherwise another program at the first
 * address, which takes each connection, would keep the socket from all others.
 *
 * @param watcher What each attempt reports to.
 */
export function othersFirst(addresses: readonly string[], watcher: ConnectionEvents): readonly string[] {
  const last = failed.get(watcher);
  if (last === undefined) return addresses;
  const first = addresses.filter((address) => !last.has(address));
  if (first.length > 0) return [...first, ...addresses.filter((address) => last.has(address))];
  // All have failed: in the order of the resolver again.
  failed.delete(watcher);
  return addresses;
}

/** Remembers whether the handshake with an address fails. @returns the watcher of that handshake. */
export function notingFailure(address: string, watcher: ConnectionEvents): ConnectionEvents {
  return {
    opened: (peer) => watcher.opened(peer),
    reserve: () => watcher.reserve?.() ?? nothing,
    established: (link) => watcher.established(link),
    failed: (failure) => {
      const addresses = failed.get(watcher) ?? new Set();
      failed.set(watcher, addresses.add(address));
      watcher.failed(failure);
    },
  };
}

function nothing(): void {}
