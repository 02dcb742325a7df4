import { ZMQError } from '@zeromq-ts/core';
import { RecordingError, RecordingFileError } from '@zeromq-ts/recording';
import { CommandError } from '../errors/command-error.js';
import { fileReason } from '../errors/file-reasons.js';

/** A file that cannot be read, or is no recording, as an error of a command: exit code 1, with the name of the file. */
export function recordingFailure(file: string, error: unknown): unknown {
  if (error instanceof RecordingError) {
    return new CommandError('failed', `${nameOf(file)}: ${error.message}`, { code: error.code, cause: error.cause });
  }
  const { code } = (error ?? {}) as { code?: unknown };
  // What the API says of a socket or of an option is no failure of the file.
  if (!(error instanceof Error) || typeof code !== 'string' || error instanceof ZMQError) return error;
  if (error instanceof CommandError) return error;
  if (error instanceof RecordingFileError)
    return new CommandError('failed', `${nameOf(file)}: ${error.message}`, { code });
  return new CommandError('failed', `${nameOf(file)}: ${reasonOf(code) ?? error.message}`, { code, cause: error });
}

/** What a file is called in sentences. */
export const nameOf = (file: string): string => (file === '-' ? 'stdin' : file);

/** What these failures mean for recordings. */
const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'this file is there already. --force overwrites it.',
  ELOOP: 'this is a symbolic link, which is not written through.',
  ENOSPC: 'the disk is full. The file is whole up to its last line.',
};

function reasonOf(code: string): string | undefined {
  if (Object.hasOwn(REASONS, code)) return REASONS[code];
  const reason = fileReason(code);
  return reason === undefined ? undefined : `${reason}.`;
}
