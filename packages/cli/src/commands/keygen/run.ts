import { curveKeyPair } from '@zeromq-ts/security';
import { makeFiles } from '../../certificates/make-files.js';
import { UsageError } from '../../errors/command-error.js';
import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { jsonLine } from '../../output/json-line.js';

/** `zmq keygen`: a CURVE key pair, on stdout or in files. */
export const run: Run = async ({ flags }, io) => {
  const file = flags.text('out');
  if (file !== undefined) {
    await makeFiles(file, flags, io);
    return exitCode('done');
  }
  for (const name of ['meta', 'force']) {
    if (flags.given(name)) throw new UsageError(`--${name} needs --out FILE: it is about the files of a certificate.`);
  }
  const { stdout } = io;
  if (stdout.isTTY === true && !flags.boolean('show-secret')) {
    throw new UsageError('The secret key would be shown on this terminal.', {
      hint: 'zmq keygen --out FILE writes it to a file; --show-secret shows it',
    });
  }
  const { publicKey, secretKey } = curveKeyPair();
  const text = `public: ${publicKey}\nsecret: ${secretKey}\n`;
  stdout.write(flags.boolean('json') ? `${jsonLine({ publicKey, secretKey })}\n` : text);
  return exitCode('done');
};
