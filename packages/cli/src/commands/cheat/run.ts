import { CHEAT_PAGES } from '../../cheat/pages.js';
import { pagesWith, renderPages } from '../../cheat/render.js';
import { UsageError } from '../../errors/command-error.js';
import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { jsonLine } from '../../output/json-line.js';
import { printable } from '../../output/printable.js';
import { COMMANDS } from '../index.js';

/** `zmq cheat`: pages of commands. */
export const run: Run = async ({ words, flags }, { stdout }) => {
  const name = words.length === 0 ? undefined : words.join(' ');
  const names = COMMANDS.map(({ definition }) => definition.name);
  if (name !== undefined && !names.some((each) => each === name || each.startsWith(`${name} `))) {
    throw new UsageError(`There is no command "${printable(name)}".`, { hint: 'zmq help' });
  }
  const pages = pagesWith(CHEAT_PAGES, name);
  if (pages.length === 0) throw new UsageError(`No page has ${printable(name ?? '')}.`, { hint: `zmq help ${name}` });
  stdout.write(flags.boolean('json') ? pages.map((page) => `${jsonLine(page)}\n`).join('') : renderPages(pages));
  return exitCode('done');
};
