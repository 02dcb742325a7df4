import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './repository.js';

const NO_EXAMPLES = new Set(['dist', 'node_modules']);

const examples = readdirSync(join(ROOT, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !NO_EXAMPLES.has(entry.name))
  .map(({ name }) => name);

const page = readFileSync(join(ROOT, 'examples/README.md'), 'utf8');
const tests = ['examples', 'pages', 'programs', 'wordcount'].map((name) =>
  readFileSync(join(ROOT, `tests/examples/${name}.test.ts`), 'utf8'),
);

test.each(examples)('the example %s has its row in the list, and is run by a test', (name) => {
  expect(page).toContain(`| [${name}](${name})`);
  expect(tests.join('\n')).toContain(`ExampleProgram('${name}/`);
});
