import { removeAtExit } from './removed-at-exit.js';
import { removeIfThere } from './socket-identity.js';
import { temporaryFolder } from './temporary-folder.js';

/** A path of its own that only this user can connect to. */
export interface TemporaryPlace {
  readonly path: string;
  /** Removes what has been made for it. Otherwise it goes with the process. */
  remove(): void;
}

/** Write permission of the group and of others, which on Linux is the right to connect. */
const FOREIGN_WRITES = 0o022;

/**
 * Makes a place for the socket of `ipc://*`: a directory of mode 0700 with the socket in it.
 *
 * A terminated worker thread runs no further code, and only files to which libuv has bound a socket are removed. So a
 * worker thread creates no directory, as long as the umask keeps other users from connecting to a socket in the
 * directory for temporary files.
 */
export function temporaryPlace(): TemporaryPlace {
  const { mkdtempSync, rmdirSync } = process.getBuiltinModule('node:fs');
  const paths = process.getBuiltinModule('node:path');
  const folder = temporaryFolder();
  if (!process.getBuiltinModule('node:worker_threads').isMainThread && isKeptFromOthers()) {
    const name = `zeromq-ts-${process.getBuiltinModule('node:crypto').randomBytes(8).toString('hex')}`;
    // libuv removes the file when the socket is closed.
    return { path: paths.join(folder, name), remove: () => {} };
  }
  // mkdtemp makes it with mode 0700.
  const directory = mkdtempSync(paths.join(folder, 'zeromq-ts-'));
  const path = paths.join(directory, 'socket');
  const remove = removeAtExit(() => {
    removeIfThere(path);
    try {
      rmdirSync(directory);
    } catch {
      // It was removed, or another file was put into it.
    }
  });
  return { path, remove };
}

function isKeptFromOthers(): boolean {
  return process.platform === 'linux' && (process.umask() & FOREIGN_WRITES) === FOREIGN_WRITES;
}
