/** Which file a socket is bound to, whatever name it has. It stays that of this socket for as long as it is open. */
export interface SocketIdentity {
  readonly dev: bigint;
  readonly ino: bigint;
}

/** What is at a path. */
export interface FoundFile extends SocketIdentity {
  isSocket(): boolean;
}

/** @returns what is at a path; `undefined` when there is nothing, or nothing that can be reached. */
export function fileAt(path: string): FoundFile | undefined {
  try {
    return process.getBuiltinModule('node:fs').lstatSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}

export function isSameFile(one: SocketIdentity | undefined, other: SocketIdentity): boolean {
  return one !== undefined && one.ino === other.ino && one.dev === other.dev;
}

/** Removes a path if it still leads to this socket, which must be open: after that, its number may be used again. */
export function removeOwnFile(path: string, own: SocketIdentity): void {
  if (isSameFile(fileAt(path), own)) removeIfThere(path);
}

export function removeIfThere(path: string): void {
  try {
    process.getBuiltinModule('node:fs').unlinkSync(path);
  } catch {
    // Removed in the meantime, or the directory can no longer be written to.
  }
}
