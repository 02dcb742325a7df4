/**
 * A file that was changed while it was written: `code` is `'ENOENT'` when it was deleted, `'EBUSY'` when another program has
 * written to it or has cut it. Failures of the file system itself, such as `ENOSPC`, are errors of Node.
 *
 * @example
 * ```ts
 * import { mkdtemp, rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { RecordingFileError, RecordingFiles, RecordingWriter } from '@zeromq-ts/recording';
 *
 * const path = join(await mkdtemp(join(tmpdir(), 'recording-')), 'tasks.zmqrec.jsonl');
 * const writer = new RecordingWriter(new RecordingFiles(path), { type: 'PULL', endpoints: [] });
 * await writer.open();
 * await rm(path);
 * writer.message('task');
 * const error: unknown = await writer.end('closed').catch((reason: unknown) => reason);
 * if (error instanceof RecordingFileError) console.log(error.code); // ENOENT
 * ```
 */
export class RecordingFileError extends Error {
  override readonly name = 'RecordingFileError';
  readonly code: 'EBUSY' | 'ENOENT';

  constructor(code: 'EBUSY' | 'ENOENT', message: string) {
    super(message);
    this.code = code;
  }
}
