import { stat } from 'node:fs/promises';
import type { Report } from '../output/report.js';

/** Read or write by the group or by others. */
const OTHERS = 0o066;

/** Warns when others than the owner can read the secret file of a certificate. On Windows, modes say nothing. */
export async function warnOfReaders(file: string, report: Report): Promise<void> {
  if (process.platform === 'win32') return;
  for (const secretFile of [`${file}_secret`, ...(file.endsWith('_secret') ? [file] : [])]) {
    const mode = await modeOf(secretFile);
    if (mode === undefined || (mode & OTHERS) === 0) continue;
    report.warn(`others can read ${secretFile} (mode ${(mode & 0o777).toString(8).padStart(4, '0')}): chmod 600 it`);
  }
}

async function modeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mode;
  } catch {
    return undefined;
  }
}
