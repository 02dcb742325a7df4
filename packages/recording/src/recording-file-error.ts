/** A file that was changed while it was written: with the `code` of a failure of the file system. */
export class RecordingFileError extends Error {
  override readonly name = 'RecordingFileError';
  readonly code: 'EBUSY' | 'ENOENT';

  constructor(code: 'EBUSY' | 'ENOENT', message: string) {
    super(message);
    this.code = code;
  }
}
