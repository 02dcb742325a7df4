import { Certificate } from '@zeromq-ts/security';
import { CommandError } from '../errors/command-error.js';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { jsonLine } from '../output/json-line.js';
import { printable } from '../output/printable.js';
import { metadataOf } from './certificate-flags.js';
import { writeCertificate } from './write-certificate.js';

/** Makes a certificate, writes its files, and says which on stdout. No secret is printed. */
export async function makeFiles(file: string, flags: Flags, { stdout }: CommandIO): Promise<void> {
  const certificate = Certificate.generate(metadataOf(flags));
  const { publicKey } = certificate;
  try {
    const written = await writeCertificate(certificate, file, { replace: flags.boolean('force') });
    const text = `public: ${publicKey}\nfiles:  ${printable(file)}, ${printable(`${file}_secret`)}\n`;
    stdout.write(flags.boolean('json') ? `${jsonLine({ publicKey, ...written })}\n` : text);
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'EEXIST') throw cause;
    const hint = 'another name, or --force to replace it: what it is the key of will not work with the new one';
    throw new CommandError('failed', `${file} or ${file}_secret is there already.`, { code: 'EEXIST', cause, hint });
  }
}
