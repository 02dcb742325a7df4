import { exitCode } from '../../exit-codes.js';
import type { Parsed } from '../../grammar/parsed.js';
import { parseChoice } from '../../grammar/values.js';
import { completionScript } from '../../help/complete.js';
import type { CommandIO } from '../../io.js';
import { SHELLS } from './definition.js';

export async function run({ words }: Parsed, { stdout }: CommandIO): Promise<number> {
  const shell = parseChoice(words[0] as string, 'SHELL', SHELLS);
  stdout.write(completionScript(shell as (typeof SHELLS)[number]));
  return exitCode('done');
}
