import { CERTIFICATE_FLAGS } from '../../certificates/certificate-flags.js';
import { COMMON_FLAGS } from '../../flags/common.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const KEYGEN: CommandDefinition = {
  name: 'keygen',
  summary: 'make a CURVE key pair',
  description: [
    'Prints the two keys as Z85 text, or with --out writes them to files that CZMQ and pyzmq read: FILE for everybody, and FILE_secret for its owner alone (mode 0600). A file that is there is not replaced.',
  ],
  flags: [
    { name: 'out', short: 'o', type: 'path', value: 'FILE', summary: 'write FILE and FILE_secret', onlyFlag: true },
    { name: 'show-secret', type: 'boolean', summary: 'print the secret key on a terminal, too', onlyFlag: true },
    ...CERTIFICATE_FLAGS,
    ...COMMON_FLAGS,
  ],
  examples: [
    { text: 'Keys in files', line: 'zmq keygen --out server.key --meta name=server' },
    { text: 'Keys for a program', line: 'zmq keygen --json > keys.json' },
  ],
};
