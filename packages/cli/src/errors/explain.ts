import { CommandError } from './command-error.js';
import { EXIT_OF_CODE, HINT_OF_CODE } from './exit-of-code.js';
import { fileReason } from './file-reasons.js';

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

/** What the system says of a file, as a sentence that begins with its path; `undefined` for everything else. */
function fileFailure(error: Error, code: string): string | undefined {
  const { path, syscall } = error as { readonly path?: unknown; readonly syscall?: unknown };
  if (typeof path !== 'string' || typeof syscall !== 'string' || syscall.startsWith('spawn')) return undefined;
  const reason = fileReason(code);
  return reason === undefined ? undefined : `${path}: ${reason}.`;
}
