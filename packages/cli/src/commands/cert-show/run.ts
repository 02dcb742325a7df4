import { Certificate } from '@zeromq-ts/security';
import { warnOfReaders } from '../../certificates/readers.js';
import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { jsonLine } from '../../output/json-line.js';
import { printable } from '../../output/printable.js';
import { Report } from '../../output/report.js';

/** `zmq cert show`: the public key, the owner, and whether the secret key is there. */
export const run: Run = async ({ words, flags }, io) => {
  const file = words[0] as string;
  const { publicKey, secretKey, metadata } = await Certificate.load(file);
  const hasSecretKey = secretKey !== undefined;
  if (hasSecretKey) await warnOfReaders(file, new Report(flags, io));
  if (flags.boolean('json')) io.stdout.write(`${jsonLine({ publicKey, hasSecretKey, metadata })}\n`);
  else {
    const rows = [
      ['public', publicKey],
      ['secret', hasSecretKey ? 'there, not shown' : 'not there'],
      ...Object.entries(metadata),
    ];
    const width = Math.max(...rows.map(([name]) => (name as string).length));
    for (const [name = '', value = ''] of rows) {
      io.stdout.write(`${`${printable(name)}:`.padEnd(width + 1)} ${printable(value)}\n`);
    }
  }
  return exitCode('done');
};
