import { RootCommand } from '@bomb.sh/tab';
import type { CommandDefinition } from '../grammar/definition.js';
import { SHELLS } from '../commands/completion/definition.js';

/** What completes these words, as the scripts of the shells read it: a candidate and what it is on each line. */
export function complete(definitions: readonly CommandDefinition[], words: readonly string[]): string {
  return printed(() => tableOf(definitions).parse([...words]));
}

/** The script that a shell asks with. */
export function completionScript(shell: (typeof SHELLS)[number]): string {
  return printed(() => new RootCommand().setup('zmq', 'zmq', shell));
}

function tableOf(definitions: readonly CommandDefinition[]): RootCommand {
  const root = new RootCommand();
  for (const { name, summary, flags } of definitions) {
    const command = root.command(name, summary);
    for (const flag of flags) {
      const isBare = flag.type === 'boolean' || flag.type === 'count';
      const values = flag.values ?? [];
      if (isBare) command.option(flag.name, flag.summary, flag.short);
      else {
        const addValues: Parameters<typeof command.option>[2] = (add) => {
          for (const value of values) add(value, '');
        };
        command.option(flag.name, flag.summary, addValues, flag.short);
      }
    }
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
