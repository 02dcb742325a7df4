import { Certificate } from '@zeromq-ts/security';
import { writeCertificate } from '../../certificates/write-certificate.js';
import { CommandError } from '../../errors/command-error.js';
import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { jsonLine } from '../../output/json-line.js';

/** `zmq cert public`: what may be given away of a certificate. */
export const run: Run = async ({ words, flags }, { stdout }) => {
  const certificate = (await Certificate.load(words[0] as string)).public();
  const { publicKey } = certificate;
  const file = flags.text('out');
  if (file !== undefined) {
    try {
      await writeCertificate(certificate, file, { replace: flags.boolean('force') });
    } catch (cause) {
      if ((cause as { code?: string }).code !== 'EEXIST') throw cause;
      throw new CommandError('failed', `${file} is there already.`, {
        code: 'EEXIST',
        cause,
        hint: 'another name, or --force',
      });
    }
  }
  stdout.write(flags.boolean('json') ? `${jsonLine({ publicKey })}\n` : `${publicKey}\n`);
  return exitCode('done');
};
