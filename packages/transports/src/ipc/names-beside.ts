import { bindError } from '../stream/bind-errors.js';
import { MAX_PATH_BYTES } from './socket-path.js';
import { temporaryFolder } from './temporary-folder.js';

/** The longest name that is asked for: a dot, an inode number of 64 bits in base 36, and what tells names apart. */
const MAX_NAME_BYTES = 24;
/** What comes between the folder for temporary files and that name: `/zeromq-ts-XXXXXX/d/`. */
const LINK_BYTES = 20;

/** Paths in the directory of a socket, each short enough for a socket address. */
export interface NamesBeside {
  /** @param name Of at most 24 bytes. */
  path(name: string): string;
  /** Must be called when the names are no longer needed. */
  dispose(): void;
}

/**
 * Where a directory is too deep for more than the name that was asked for, its files are reached by a symbolic link.
 *
 * @throws ZMQError `ENAMETOOLONG` when there is no place for one that is less deep.
 */
export function namesBeside(absolutePath: string, endpoint: string): NamesBeside {
  const paths = process.getBuiltinModule('node:path');
  const directory = paths.dirname(absolutePath);
  if (Buffer.byteLength(directory) + 1 + MAX_NAME_BYTES <= MAX_PATH_BYTES) {
    return { path: (name) => paths.join(directory, name), dispose: () => {} };
  }
  const { rmdirSync, symlinkSync, unlinkSync } = process.getBuiltinModule('node:fs');
  const place = shallowPlace(endpoint);
  const link = paths.join(place, 'd');
  symlinkSync(directory, link);
  const dispose = (): void => {
    unlinkSync(link);
    rmdirSync(place);
  };
  return { path: (name) => paths.join(link, name), dispose };
}

/** A new directory whose own path leaves room for a link and a name. Node cuts off what is too long. */
function shallowPlace(endpoint: string): string {
  let refusal: unknown;
  for (const folder of new Set([temporaryFolder(), '/tmp'])) {
    if (Buffer.byteLength(folder) + LINK_BYTES + MAX_NAME_BYTES > MAX_PATH_BYTES) continue;
    try {
      const prefix = process.getBuiltinModule('node:path').join(folder, 'zeromq-ts-');
      return process.getBuiltinModule('node:fs').mkdtempSync(prefix);
    } catch (error) {
      refusal = error;
    }
  }
  throw bindError('ENAMETOOLONG', endpoint, refusal);
}
