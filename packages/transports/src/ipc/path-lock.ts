import { connect } from 'node:net';
import { ZMQError } from '@zeromq-ts/core/spi';
import type { NamesBeside } from './names-beside.js';
import { fileAt, isSameFile } from './socket-identity.js';

/** File systems that cannot link, or not sockets, say so in one of these ways. */
const NO_LINKS: ReadonlySet<string | undefined> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** A path that comes and goes more often than this while it is looked at is in use. */
const MAX_ROUNDS = 16;

/**
 * Gives a listening socket its path, unless another listening socket has it. Of any number of processes that do so at
 * once, one succeeds:
 *
 * 1. `mine` listens before it has the path, so a socket at the path that refuses connections is dead.
 * 2. A free path is taken by `link`, which fails when it is no longer free.
 * 3. A path whose socket is dead is replaced only by who has the lock of just that socket: a name made of its inode
 *    number, taken in the same way. The lock is a link to `mine`, so that it is dead as soon as its holder is, and the
 *    step that replaces the path, `rename`, gives it back.
 *
 * @param mine The temporary name of a socket that listens already. It may be gone afterwards.
 * @returns whether the path leads to `mine` now.
 * @throws ZMQError `EADDRINUSE` when there is something else than a socket; the error of the system when it refuses.
 */
export async function lockPath(mine: string, path: string, beside: NamesBeside, endpoint: string): Promise<boolean> {
  const { renameSync, unlinkSync } = process.getBuiltinModule('node:fs');
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (linkIfFree(mine, path)) return true;
    const found = fileAt(path);
    if (found === undefined) continue;
    if (!found.isSocket()) throw notASocket(endpoint);
    if (!(await isDead(path))) return false;
    const lock = beside.path(`.zmq-${found.ino.toString(36)}`);
    if (!(await lockPath(mine, lock, beside, endpoint))) return false;
    try {
      // Who had the lock before may have replaced it, and the number may be that of another file by now.
      if (isSameFile(fileAt(path), found) && (await isDead(path)) && isSameFile(fileAt(path), found)) {
        renameSync(lock, path);
        return true;
      }
    } catch (error) {
      unlinkSync(lock);
      throw error;
    }
    // Where `mine` has become the lock, it becomes `mine` again; where both are links to one file, nothing happens.
    renameSync(lock, mine);
    if (fileAt(lock) !== undefined) unlinkSync(lock);
  }
  return false;
}

/**
 * Gives a listening socket a path that is free.
 *
 * @returns whether it was free; otherwise there is a socket, of which only {@link lockPath} learns whether it is dead.
 * @throws as {@link lockPath}.
 */
export function takeFreePath(mine: string, path: string, endpoint: string): boolean {
  if (linkIfFree(mine, path)) return true;
  if (fileAt(path)?.isSocket() === false) throw notASocket(endpoint);
  return false;
}

function linkIfFree(mine: string, path: string): boolean {
  const { linkSync, renameSync } = process.getBuiltinModule('node:fs');
  try {
    linkSync(mine, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!NO_LINKS.has(code)) throw error;
    if (fileAt(path) !== undefined) return false;
    renameSync(mine, path);
    return true;
  }
}

/** Only a socket without a listener refuses: it is left from a process that has ended. */
function isDead(path: string): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect({ path });
    socket.once('connect', () => {
      socket.destroy();
      answer(false);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => answer(code === 'ECONNREFUSED'));
  });
}

function notASocket(endpoint: string): ZMQError {
  return new ZMQError(
    'EADDRINUSE',
    `Cannot bind ${endpoint}: there is a file or directory of that name that is not a socket. Remove it, or choose another path.`,
    { endpoint },
  );
}
