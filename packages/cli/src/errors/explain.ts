import { CommandError } from './command-error.js';
import { EXIT_OF_CODE, HINT_OF_CODE } from './exit-of-code.js';

/** What a command ends with when something is thrown: the error of the API or of the system as a sentence with an exit code. */
export function explain(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  if (!(error instanceof Error)) return new CommandError('failed', String(error));
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string') return new CommandError('failed', error.message, { cause: error });
  return new CommandError(EXIT_OF_CODE[code] ?? 'failed', fileFailure(error, code) ?? error.message, {
    code,
    cause: error.cause ?? error,
    hint: HINT_OF_CODE[code],
  });
}

/** The common failures of files in words. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'this is a folder',
  ELOOP: 'too many symbolic links',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of this path is no folder',
};

/** What the system says of a file, as a sentence that begins with its path; `undefined` for everything else. */
function fileFailure(error: Error, code: string): string | undefined {
  const { path, syscall } = error as { readonly path?: unknown; readonly syscall?: unknown };
  if (typeof path !== 'string' || typeof syscall !== 'string' || syscall.startsWith('spawn')) return undefined;
  return Object.hasOwn(REASONS, code) ? `${path}: ${REASONS[code]}.` : undefined;
}
