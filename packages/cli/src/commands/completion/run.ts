import { exitCode } from '../../exit-codes.js';
import type { Parsed } from '../../grammar/parsed.js';
import { parseChoice } from '../../grammar/values.js';
import { completionScript } from '../../completion/scripts.js';
import type { CommandIO } from '../../io.js';
import { type Shell, SHELLS } from './definition.js';

export async function run({ words }: Parsed, { stdout }: CommandIO): Promise<number> {
  const shell = parseChoice(words[0] as string, 'SHELL', SHELLS);
  stdout.write(completionScript(shell as Shell));
  return exitCode('done');
}
