import { UsageError } from '../errors/command-error.js';
import type { FlagDefinition } from '../grammar/definition.js';
import type { Flags } from '../grammar/parsed.js';
import { printable } from '../output/printable.js';

/** The flags of every command that makes a certificate. */
export const CERTIFICATE_FLAGS: readonly FlagDefinition[] = [
  {
    name: 'meta',
    type: 'text',
    value: 'NAME=VALUE',
    summary: 'say something about the owner, for example name=Alice',
    repeatable: true,
    onlyFlag: true,
  },
  { name: 'force', short: 'f', type: 'boolean', summary: 'replace files that are there', onlyFlag: true },
];

/** The metadata of `--meta`. */
export function metadataOf(flags: Flags): Record<string, string> {
  const pairs = flags.list('meta').map((text) => {
    const equals = text.indexOf('=');
    if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)] as const;
    throw new UsageError(`--meta is a name and a value such as name=Alice, not "${printable(text)}".`);
  });
  return Object.fromEntries(pairs);
}
