import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { ZMQError } from '@zeromq-ts/core';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder of the user in which processes expose their figures: `zmq-stats` in `XDG_RUNTIME_DIR`, or else a folder of
 * this user in that for temporary files.
 */
export function statsFolder(env: Environment = process.env): string {
  const runtime = env['XDG_RUNTIME_DIR'];
  return runtime === undefined || runtime === ''
    ? join(tmpdir(), `zmq-stats-${userInfo().uid}`)
    : join(runtime, 'zmq-stats');
}

/**
 * The endpoint of this process when none is given: `ipc://` in {@link statsFolder}, named by the process id, and in worker
 * threads by the number of the thread, too.
 */
export function defaultStatsEndpoint(env: Environment = process.env): string {
  const name = threadId === 0 ? `${process.pid}` : `${process.pid}-${threadId}`;
  return `ipc://${join(statsFolder(env), name)}`;
}

/** The process of a file in {@link statsFolder}; `undefined` for other files. */
export function processOfFile(name: string): number | undefined {
  const digits = /^([1-9]\d{0,9})(?:-\d+)?$/u.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * Makes the folder, if it is missing, and checks that it is of this user alone: one in the folder for temporary files may
 * have been made by someone else.
 *
 * @throws ZMQError `EACCES` if it is not.
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await assertPrivate(folder);
}

/** @throws ZMQError `EACCES` if another user may write to it, or it belongs to one; as `lstat` rejects. */
export async function assertPrivate(folder: string): Promise<void> {
  const found = await lstat(folder);
  if (found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o022) === 0) return;
  throw new ZMQError(
    'EACCES',
    `${folder} is no folder of this user alone. Remove it, or give the endpoint at which figures are exposed.`,
  );
}
