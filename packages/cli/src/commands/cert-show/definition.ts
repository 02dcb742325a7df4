import { COMMON_FLAGS } from '../../flags/common.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const CERT_SHOW: CommandDefinition = {
  name: 'cert show',
  summary: 'say what a CURVE certificate holds, without its secret key',
  description: ['Warns when others can read the secret file.'],
  arguments: [
    { name: 'FILE', summary: 'the public or the secret file of a certificate', required: true, completes: 'files' },
  ],
  words: { least: 1, most: 1 },
  flags: COMMON_FLAGS,
  examples: [{ text: 'Whose key is this?', line: 'zmq cert show alice.key' }],
};
