import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { CommandError, UsageError } from '../errors/command-error.js';

/** The most that a file of the user may have. */
const MAX_BYTES = 1_048_576;

/** Writable by the group or by others. */
const WRITABLE_BY_OTHERS = 0o022;

/** How a file is judged. */
export interface ReadRules {
  /** A symbolic link must stay in this folder. */
  readonly within?: string | undefined;
  /** A file that others can write is an error. */
  readonly strict: boolean;
  readonly warn: (text: string) => void;
}

/**
 * Reads a file of the user; `undefined` when there is none.
 *
 * @throws UsageError for a link that leads out of its folder, and for a file that is too long; CommandError with `strict`
 * for one that others can write.
 */
export function readUserFile(file: string, { within, strict, warn }: ReadRules): string | undefined {
  try {
    if (within !== undefined && lstatSync(file).isSymbolicLink()) {
      const [target, folder] = [realpathSync(file), realpathSync(within)];
      if (!target.startsWith(`${folder}${sep}`)) {
        throw new UsageError(`${file} is a symbolic link to ${target}, which is not in ${folder}.`);
      }
    }
    const { mode, size } = statSync(file);
    if ((mode & WRITABLE_BY_OTHERS) !== 0 && process.platform !== 'win32') {
      const text = `others can write ${file}`;
      if (strict) throw new CommandError('refused', `${text}.`, { code: 'EACCES', hint: `chmod 600 ${file}` });
      warn(`${text}: chmod 600 ${file}`);
    }
    if (size > MAX_BYTES) throw new UsageError(`${file} is longer than ${MAX_BYTES} bytes.`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}
