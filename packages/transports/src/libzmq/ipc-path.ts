import { unlinkSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { ZMQError } from '@zeromq-ts/core/spi';
import { bindError } from './bind-errors.js';

/** The paths that sockets of this process have bound, or are about to. */
const claimed = new Set<string>();

/** A path that one socket has for itself. */
export interface ClaimedPath {
  /** Removes the file, which libzmq leaves behind. */
  release(): void;
}

/**
 * Makes sure that nobody has a path before libzmq binds it: libzmq removes whatever is there, a socket that others
 * are connected to as well as a file with content (ipc_listener_t::set_local_address).
 *
 * @throws ZMQError `EADDRINUSE` when somebody listens there, or when there is something else than a socket.
 */
export async function claimPath(path: string, endpoint: string): Promise<ClaimedPath> {
  const absolute = resolve(path);
  if (claimed.has(absolute)) throw bindError('EADDRINUSE', endpoint);
  claimed.add(absolute);
  try {
    await assertFree(absolute, endpoint);
  } catch (error) {
    claimed.delete(absolute);
    throw error;
  }
  return {
    release: () => {
      if (!claimed.delete(absolute)) return;
      try {
        unlinkSync(absolute);
      } catch {
        // Never made, or gone already.
      }
    },
  };
}

async function assertFree(path: string, endpoint: string): Promise<void> {
  let isSocket: boolean;
  try {
    isSocket = (await lstat(path)).isSocket();
  } catch {
    // Nothing there; or nothing that can be reached, and then libzmq says why.
    return;
  }
  if (!isSocket) {
    throw new ZMQError(
      'EADDRINUSE',
      `Cannot bind ${endpoint}: there is a file or directory of that name that is not a socket. Remove it, or choose another path.`,
      { endpoint },
    );
  }
  const refusal = await knock(path);
  // Only a socket that nobody listens on any more refuses: it is left from a process that has ended.
  if (refusal !== 'ECONNREFUSED' && refusal !== 'ENOENT') throw bindError('EADDRINUSE', endpoint);
}

/** Resolves to why a connection failed, or to undefined when somebody answered. */
function knock(path: string): Promise<string | undefined> {
  return new Promise((answer) => {
    const socket = connect({ path });
    socket.once('connect', () => {
      socket.destroy();
      answer(undefined);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => answer(error.code ?? ''));
  });
}
