import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commentsIn, declarationsIn, lineAt } from './comments.js';
import { FOR_AUTHORS, publicSymbols } from './public-symbols.js';
import { ROOT } from './repository.js';

interface PublicSymbol {
  readonly place: string;
  readonly kind: string;
  readonly comment: string | undefined;
}

function symbolsOf(files: ReadonlyMap<string, ReadonlySet<string>>): PublicSymbol[] {
  return [...files].flatMap(([path, names]) => {
    const source = readFileSync(join(ROOT, path), 'utf8');
    const comments = commentsIn(source).filter(({ before }) => before);
    return declarationsIn(source)
      .filter(({ name, exported }) => exported && names.has(name))
      .map(({ name, kind, index }) => ({
        place: `${path}:${lineAt(source, index)}: ${kind} ${name}`,
        kind,
        comment: comments.find(({ owner }) => owner?.name === name)?.text,
      }));
  });
}

test('everything that users can import has a TSDoc comment', () => {
  const symbols = symbolsOf(publicSymbols());
  expect(symbols.length).toBeGreaterThan(50);
  expect(symbols.filter(({ comment }) => comment === undefined).map(({ place }) => place)).toEqual([]);
});

test('every class for applications has an example', () => {
  const classes = symbolsOf(publicSymbols(FOR_AUTHORS)).filter(({ kind }) => kind === 'class');
  expect(classes.length).toBeGreaterThan(10);
  expect(classes.filter(({ comment }) => !comment?.includes('@example')).map(({ place }) => place)).toEqual([]);
});
