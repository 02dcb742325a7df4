import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { CommandError } from '../errors/command-error.js';
import type { Flags } from '../grammar/parsed.js';
import type { Report } from '../output/report.js';

/** The most that a file with a secret may have. */
const MAX_BYTES = 65_536;

/** Readable by the group or by others. */
const OTHERS = 0o077;

/** The text of a file with a secret. A file that others can read is a warning, and with `--strict-permissions` an error. */
export async function readSecretFile(path: string, flags: Flags, report: Report): Promise<string> {
  const file = await open(path, constants.O_RDONLY);
  try {
    const { mode, size } = await file.stat();
    if ((mode & OTHERS) !== 0 && process.platform !== 'win32') {
      const text = `${path} has a secret, and others can read it`;
      const hint = `chmod 600 ${path}`;
      if (flags.boolean('strict-permissions')) throw new CommandError('refused', `${text}.`, { code: 'EACCES', hint });
      report.warn(`${text}: ${hint}`);
    }
    if (size > MAX_BYTES) throw new CommandError('failed', `${path} is longer than a file with a secret may be.`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}
