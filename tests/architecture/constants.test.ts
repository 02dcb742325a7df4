import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../docs/repository.js';

/** A limit is `MAX_…` or `MIN_…`: the words that a reader searches for. */
const OTHER_WORDS =
  /^(?:MOST|LONGEST|LARGEST|HIGHEST|BIGGEST|LEAST|SHORTEST|SMALLEST|FEWEST|LOWEST|PATIENCE|SOON)(?:_|$)/;
/** `const A = `, `const A: number = `; not the names in an object. */
const CONSTANT = /\bconst ([A-Z][A-Z0-9_]*)\b/g;

const constantsIn = (folder: string): { name: string; file: string }[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/(?:^|\/)(?:node_modules|dist)\//.test(file))
    .flatMap((file) =>
      [...readFileSync(join(ROOT, folder, file), 'utf8').matchAll(CONSTANT)].map(([, name = '']) => ({ name, file })),
    );

describe('names of constants', () => {
  const packages = readdirSync(join(ROOT, 'packages'));

  it.each(packages)('%s calls its limits MAX_… and MIN_…', (name) => {
    const folders = ['src', 'page'].map((folder) => `packages/${name}/${folder}`);
    const constants = folders
      .filter((folder) => existsSync(join(ROOT, folder)))
      .flatMap((folder) => constantsIn(folder));
    expect(constants.filter((constant) => OTHER_WORDS.test(constant.name))).toStrictEqual([]);
  });

  it('are found', () => {
    expect(constantsIn('packages/core/src').map(({ name }) => name)).toContain('MAX_STRIDE');
  });
});
