import { CERTIFICATE_FLAGS } from '../../certificates/certificate-flags.js';
import { COMMON_FLAGS } from '../../flags/common.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const CERT_NEW: CommandDefinition = {
  name: 'cert new',
  summary: 'make a CURVE certificate',
  description: [
    'Writes FILE for everybody and FILE_secret for its owner alone (mode 0600), as CZMQ and pyzmq read them.',
  ],
  arguments: [
    { name: 'FILE', summary: 'the public file; the secret one stands beside it', required: true, completes: 'files' },
  ],
  words: { least: 1, most: 1 },
  flags: [...CERTIFICATE_FLAGS, ...COMMON_FLAGS],
  examples: [{ text: 'A certificate with a name in it', line: 'zmq cert new alice.key --meta name=Alice' }],
};
