/** The common failures of files in words. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'this is a folder',
  ELOOP: 'too many symbolic links',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of this path is no folder',
};

/** What an error code of the system says of a file, as a phrase; `undefined` for one that says little of files. */
export function fileReason(code: string): string | undefined {
  return Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
}
