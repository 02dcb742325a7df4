import type { FlagDefinition } from '../grammar/definition.js';

/** Of commands with two sides: which of them the flags for security are meant for. Other sockets of the command have it in any case. */
export function secureFlag(first: string, second: string): FlagDefinition {
  return {
    name: 'secure',
    type: 'choice',
    values: [first, second, 'both'],
    default: 'both',
    summary: 'which side the flags for security are for',
    group: 'Security',
  };
}
