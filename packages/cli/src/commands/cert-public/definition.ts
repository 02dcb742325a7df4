import { COMMON_FLAGS } from '../../flags/common.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const CERT_PUBLIC: CommandDefinition = {
  name: 'cert public',
  summary: 'print the public key of a CURVE certificate, or write a certificate without the secret key',
  arguments: [
    { name: 'FILE', summary: 'the public or the secret file of a certificate', required: true, completes: 'files' },
  ],
  words: { least: 1, most: 1 },
  flags: [
    { name: 'out', short: 'o', type: 'path', value: 'FILE', summary: 'write a certificate for others', onlyFlag: true },
    { name: 'force', short: 'f', type: 'boolean', summary: 'replace the file if it is there', onlyFlag: true },
    ...COMMON_FLAGS,
  ],
  examples: [
    { text: 'The key that clients need', line: 'zmq cert public server.key' },
    { text: 'A file to send to somebody', line: 'zmq cert public alice.key --out alice-for-all.key' },
  ],
};
