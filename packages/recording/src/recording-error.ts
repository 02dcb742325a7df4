import { ZMQError } from '@zeromq-ts/core';

/**
 * A recording that cannot be read: `code` is `'EINVAL'` for a line that is wrong, `'EMSGSIZE'` for a line or a file that is
 * larger than the limits of the reader, `'ENOTSUP'` for a version or a compression that is not known here.
 *
 * @example
 * ```ts
 * import { readRecording, RecordingError } from '@zeromq-ts/recording';
 *
 * try {
 *   for await (const entry of readRecording(['{"zmqrec":2}\n'])) console.log(entry.kind);
 * } catch (error) {
 *   if (error instanceof RecordingError) console.log(error.code, error.line); // ENOTSUP 1
 * }
 * ```
 */
export class RecordingError extends ZMQError {
  /** The number of the line, counted from 1; 0 for the file as a whole. */
  readonly line: number;

  constructor(code: 'EINVAL' | 'EMSGSIZE' | 'ENOTSUP', line: number, message: string, cause?: unknown) {
    super(code, line === 0 ? message : `Line ${line}: ${message}`, { cause });
    this.line = line;
    this.name = 'RecordingError';
  }
}
