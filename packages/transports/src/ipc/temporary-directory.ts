import { removeAtExit } from './removed-at-exit.js';

/** A directory that only this user can look into. */
export interface TemporaryDirectory {
  readonly path: string;
  /** Removes it, with all that is in it. Otherwise it goes with the process. */
  remove(): void;
}

/** Makes a directory for the socket of `ipc://*`. */
export async function temporaryDirectory(): Promise<TemporaryDirectory> {
  const { promises, rmSync } = process.getBuiltinModule('node:fs');
  const place = process.getBuiltinModule('node:os').tmpdir();
  // mkdtemp makes it with mode 0700.
  const path = await promises.mkdtemp(process.getBuiltinModule('node:path').join(place, 'zeromq-ts-'));
  return { path, remove: removeAtExit(() => rmSync(path, { recursive: true, force: true })) };
}
