import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commentsIn, lineAt } from './comments.js';
import { publicSymbols } from './public-symbols.js';
import { documents, ROOT } from './repository.js';

/** One block of TypeScript in the documentation. */
export interface Snippet {
  /** The file that it is in. */
  readonly path: string;
  /** File and line: where to look when it fails. */
  readonly place: string;
  /** A name for files, unlike that of any other snippet. */
  readonly name: string;
  /** The program, after as many empty lines as stand before it: its lines have the numbers that they have in the file. */
  readonly code: string;
  /** Lines that a page says it prints, in this order; others may come between them. */
  readonly prints: readonly string[];
}

// A block that begins with ```ts is a whole program. One that is not to be run says so: ```ts ignore.
const FENCE = /^```ts\n([\s\S]*?)^```$/gm;
// console.log(x); // what is printed
const PRINTED = /^\s*console\.log\(.*\);\s*\/\/ (.*)$/gm;

/** All snippets of the Markdown pages, and of the comments of everything that users can import. */
export function collectSnippets(): Snippet[] {
  return [
    ...documents().flatMap((path) => programsIn(path, readFileSync(join(ROOT, path), 'utf8'), 1)),
    ...[...publicSymbols()].flatMap(([path, names]) => fromComments(path, names)),
  ];
}

function fromComments(path: string, names: ReadonlySet<string>): Snippet[] {
  return commentsIn(readFileSync(join(ROOT, path), 'utf8'))
    .filter(({ owner }) => owner?.exported && names.has(owner.name))
    .flatMap(({ text, line }) => programsIn(path, text, line));
}

function programsIn(path: string, text: string, firstLine: number): Snippet[] {
  return [...text.matchAll(FENCE)].map(({ 1: program = '', index }) => {
    const line = firstLine + lineAt(text, index) - 1;
    return {
      path,
      place: `${path}:${line}`,
      name: `${path.replaceAll(/[^A-Za-z0-9]+/g, '-')}-${line}`,
      code: '\n'.repeat(line) + program,
      prints: [...program.matchAll(PRINTED)]
        .map((printed) => printed[1] ?? '')
        .filter((said) => !said.includes(' or ')),
    };
  });
}
