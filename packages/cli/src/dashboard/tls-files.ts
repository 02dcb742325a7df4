import { readFile } from 'node:fs/promises';
import { UsageError } from '../errors/command-error.js';
import type { Flags } from '../grammar/parsed.js';
import type { Report } from '../output/report.js';
import { readSecretFile } from '../sockets/secret-file.js';

/** A certificate with its key, in PEM. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** The files of `--tls-cert` and `--tls-key`; `undefined` without them. @throws UsageError for one without the other. */
export async function tlsFiles(flags: Flags, report: Report): Promise<TlsFiles | undefined> {
  const [cert, key] = [flags.text('tls-cert'), flags.text('tls-key')];
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) throw new UsageError('--tls-cert and --tls-key belong together.');
  return { cert: await readFile(cert, 'utf8'), key: await readSecretFile(key, flags, report) };
}
