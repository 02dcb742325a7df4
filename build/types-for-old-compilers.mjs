// Writes the types of the package in whose folder it runs once more, for compilers that know neither `.d.cts` nor what is
// written in them: TypeScript 3.7 to 4.6. They are made of the reports of its API (`pnpm api`), which have all that the entry
// points lead to, in one file each, and no comments. `typesVersions` in package.json leads to them.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'dist/ts3.7';

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
for (const file of readdirSync('api').filter((name) => name.endsWith('.d.ts'))) {
  const text = readFileSync(join('api', file), 'utf8');
  writeFileSync(join(FOLDER, file), `/// <reference types="node" />\n${inOldWords(withImportedTypes(text))}`);
}

/** What this package takes of the types of another one of this repository: old compilers could not read them there. */
function withImportedTypes(text) {
  return text.replaceAll(/^import type \{ ([^}]+) \} from '@zeromq-ts\/([a-z-]+)';\n/gmu, (_all, names, folder) => {
    const types = readFileSync(join('..', folder, 'api', 'index.d.ts'), 'utf8');
    return names
      .split(',')
      .map((name) => {
        const declaration = new RegExp(`^export (type ${name.trim()} =[^;]*;)$`, 'mu').exec(types)?.[1];
        if (declaration === undefined) throw new Error(`There is no type ${name.trim()} that can be written again.`);
        return `${declaration}\n`;
      })
      .join('');
  });
}

function inOldWords(text) {
  return (
    text
      .replaceAll(/^import type (.+) from '(?:node:)?(\w+)';/gmu, "import $1 from '$2';")
      // A report leaves out what every file of declarations has to say.
      .replaceAll(/^(export )?((?:abstract )?class|const|function|let) /gmu, '$1declare $2 ')
      // The class has all members of the interface, as the other types show; old compilers find that too difficult.
      .replaceAll(/^declare class Observer_2 implements EventSubscriber /gmu, 'declare class Observer_2 ')
      // Tuples of any length are of TypeScript 4.0.
      .replaceAll('[...object[]]', 'object[]')
  );
}
