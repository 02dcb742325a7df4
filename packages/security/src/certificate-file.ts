import { randomBytes } from 'node:crypto';
import { constants, renameSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { chmod, open, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ZMQError } from '@zeromq-ts/core';

/** The maximum size of a certificate file, in bytes; a certificate has a few hundred. */
export const MAX_CERTIFICATE_BYTES = 65_536;

/**
 * Reads a text from a path given by the application: a file, a pipe, a device.
 *
 * @throws ZMQError `EINVAL` when it is longer than a certificate may be; the error of the system.
 */
export async function readText(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const text = await readBounded(handle);
    if (text !== undefined) return text;
    throw new ZMQError(
      'EINVAL',
      `${file} is not a CURVE certificate: it is longer than ${MAX_CERTIFICATE_BYTES} bytes.`,
    );
  } finally {
    await handle.close();
  }
}

/**
 * Reads a regular file found in a directory; never blocks on a pipe or device.
 *
 * @returns `undefined` when it is not a regular file, or is longer than a certificate may be.
 * @throws the error of the system.
 */
export async function readRegularFile(file: string): Promise<string | undefined> {
  // `open` would block on a pipe without a writer.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    // Not `stat` before `open`: in between it may have become something else.
    return (await handle.stat()).isFile() ? await readBounded(handle) : undefined;
  } finally {
    await handle.close();
  }
}

/**
 * @returns `undefined` when the content exceeds the maximum size of a certificate, whatever size the system reports.
 */
async function readBounded(handle: FileHandle): Promise<string | undefined> {
  const buffer = Buffer.alloc(MAX_CERTIFICATE_BYTES + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
    if (bytesRead === 0) return buffer.toString('utf8', 0, length);
    length += bytesRead;
  }
  return undefined;
}

/** A file to be written. */
export interface TextFile {
  readonly file: string;
  readonly text: string;
  readonly mode: number;
}

/**
 * Writes files atomically, and secrets readable only by the owner. With several calls at once, the files are those of
 * one call, the last to end.
 */
export async function replaceFiles(files: readonly TextFile[]): Promise<void> {
  const drafts: string[] = [];
  try {
    for (const { file, text, mode } of files) {
      // The end of the name stays: a store passes over the drafts of secrets as it does over secrets.
      const draft = join(dirname(file), `.${randomBytes(6).toString('hex')}.${basename(file)}`);
      drafts.push(draft);
      await writeFile(draft, text, { mode, flag: 'wx' });
      await chmod(draft, mode);
    }
    // All in one go, or the secret file of one call would stand beside the public one of another.
    for (const [index, { file }] of files.entries()) renameSync(drafts[index] as string, file);
  } catch (error) {
    for (const draft of drafts) await unlink(draft).catch(() => {});
    throw error;
  }
}
