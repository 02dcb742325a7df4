import { constants } from 'node:fs';
import { copyFile, link, mkdtemp, rm, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Certificate } from '@zeromq-ts/security';

/** What a certificate is written to. */
export interface WrittenFiles {
  /** Without the secret key: for everybody. */
  readonly publicFile: string;
  /** With it, mode 0600; `undefined` when the certificate has none. */
  readonly secretFile: string | undefined;
}

/**
 * Writes the files of a certificate as CZMQ does: FILE, and FILE_secret for its owner alone. Each appears whole, and
 * replaces nothing, not even a symbolic link, unless `replace` is set.
 *
 * @throws the error of the system: `EEXIST` when one of the files is there.
 */
export async function writeCertificate(
  certificate: Certificate,
  file: string,
  { replace }: { readonly replace: boolean },
): Promise<WrittenFiles> {
  const secretFile = certificate.secretKey === undefined ? undefined : `${file}_secret`;
  if (replace) {
    await certificate.save(file);
    return { publicFile: file, secretFile };
  }
  // In the same folder, so that the files can be linked from there.
  const folder = await mkdtemp(join(dirname(file), '.certificate-'));
  try {
    const draft = join(folder, basename(file));
    await certificate.save(draft);
    if (secretFile !== undefined) await place(`${draft}_secret`, secretFile);
    try {
      await place(draft, file);
    } catch (error) {
      if (secretFile !== undefined) await unlink(secretFile);
      throw error;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { publicFile: file, secretFile };
}

/** Gives a file its name, if no other file has it. */
async function place(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file);
  } catch (error) {
    const { code } = error as { code?: string };
    // A file system without links; the mode is copied, too.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw error;
    await copyFile(draft, file, constants.COPYFILE_EXCL);
  }
}
