import { RootCommand } from '@bomb.sh/tab';
import type { CommandDefinition } from '../grammar/definition.js';
import { SHELLS } from '../commands/completion/definition.js';

/**
 * What completes these words, as the scripts of the shells read it: a candidate and what it is on each line.
 *
 * @param contexts The names of the contexts of the user.
 */
export function complete(
  definitions: readonly CommandDefinition[],
  words: readonly string[],
  contexts: readonly string[] = [],
): string {
  return printed(() => tableOf(definitions, contexts).parse([...words]));
}

/** The script that a shell asks with. */
export function completionScript(shell: (typeof SHELLS)[number]): string {
  return printed(() => new RootCommand().setup('zmq', 'zmq', shell));
}

/** The commands with the name of a context as their argument. */
const OF_CONTEXTS = new Set(['show', 'select', 'rm', 'edit', 'validate'].map((name) => `context ${name}`));

function tableOf(definitions: readonly CommandDefinition[], contexts: readonly string[]): RootCommand {
  const root = new RootCommand();
  // `cert new` is found only if there is a command `cert`.
  for (const parent of new Set(definitions.flatMap(({ name }) => name.split(' ').slice(0, -1)))) {
    const below = definitions.map(({ name }) => name).filter((name) => name.startsWith(`${parent} `));
    root.command(parent, below.map((name) => name.slice(parent.length + 1)).join(', '));
  }
  for (const { name, summary, flags } of definitions) {
    const command = root.command(name, summary);
    for (const flag of flags) {
      const isBare = flag.type === 'boolean' || flag.type === 'count';
      const values = flag.name === 'context' ? contexts : (flag.values ?? []);
      if (isBare) command.option(flag.name, flag.summary, flag.short);
      else {
        const addValues: Parameters<typeof command.option>[2] = (add) => {
          for (const value of values) add(value, '');
        };
        command.option(flag.name, flag.summary, addValues, flag.short);
      }
    }
    if (OF_CONTEXTS.has(name)) command.argument('NAME', (add) => contexts.forEach((each) => add(each, '')));
    if (name === 'completion') command.argument('SHELL', (add) => SHELLS.forEach((shell) => add(shell, '')));
    if (name === 'help')
      command.argument('COMMAND', (add) => definitions.forEach((each) => add(each.name, each.summary)));
  }
  return root;
}

/** The package writes to the console. */
function printed(write: () => void): string {
  // oxlint-disable no-console -- it is put back at once
  const { log } = console;
  const lines: string[] = [];
  console.log = (...values: unknown[]) => lines.push(`${values.join(' ')}\n`);
  try {
    write();
  } finally {
    console.log = log;
  }
  return lines.join('');
  // oxlint-enable no-console
}
