import type { Stats } from 'node:fs';
import { connect } from 'node:net';
import { ZMQError } from '@zeromq-ts/core/spi';
import { bindError } from '../stream/bind-errors.js';
import { removeAtExit } from './removed-at-exit.js';

/** The paths that sockets of this process have bound, or are about to, on whatever engine. */
const claimed = new Set<string>();

/** A path that one socket has for itself. */
export interface ClaimedPath {
  /** Notes that the path is bound, so that its file goes with the process at the latest. */
  bound(): void;
  /** Gives the path up, and removes the file if it was bound. */
  release(): void;
}

/**
 * Makes sure that nobody has a path before it is bound, and removes the file of a socket that a dead process has left.
 * The system would refuse the path because of such a file; libzmq would remove whatever is there, a socket that others
 * are connected to as well as a file with content (ipc_listener_t::set_local_address).
 *
 * @throws ZMQError `EADDRINUSE` when somebody listens there, or when there is something else than a socket.
 */
export async function claimPath(path: string, endpoint: string): Promise<ClaimedPath> {
  const absolute = process.getBuiltinModule('node:path').resolve(path);
  if (claimed.has(absolute)) throw bindError('EADDRINUSE', endpoint);
  claimed.add(absolute);
  try {
    await clear(absolute, endpoint);
  } catch (error) {
    claimed.delete(absolute);
    throw error;
  }
  return new Claim(absolute);
}

class Claim implements ClaimedPath {
  readonly #path: string;
  #remove: (() => void) | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  bound(): void {
    this.#remove ??= removeAtExit(() => removeFile(this.#path));
  }

  release(): void {
    if (!claimed.delete(this.#path)) return;
    // What is there after a bind that failed belongs to somebody else.
    this.#remove?.();
  }
}

function removeFile(path: string): void {
  try {
    process.getBuiltinModule('node:fs').unlinkSync(path);
  } catch {
    // Gone already.
  }
}

async function clear(path: string, endpoint: string): Promise<void> {
  const found = await look(path);
  // Nothing there; or nothing that can be reached, and then the bind says why.
  if (found === undefined) return;
  if (!found.isSocket()) {
    throw new ZMQError(
      'EADDRINUSE',
      `Cannot bind ${endpoint}: there is a file or directory of that name that is not a socket. Remove it, or choose another path.`,
      { endpoint },
    );
  }
  const refusal = await knock(path);
  // Only a socket that nobody listens on any more refuses: it is left from a process that has ended.
  if (refusal !== 'ECONNREFUSED' && refusal !== 'ENOENT') throw bindError('EADDRINUSE', endpoint);
  const still = await look(path);
  if (still === undefined) return;
  if (still.ino !== found.ino || still.dev !== found.dev) throw bindError('EADDRINUSE', endpoint);
  // If it cannot be removed, the bind says why.
  await process
    .getBuiltinModule('node:fs')
    .promises.unlink(path)
    .catch(() => {});
}

function look(path: string): Promise<Stats | undefined> {
  return process
    .getBuiltinModule('node:fs')
    .promises.lstat(path)
    .catch(() => undefined);
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
