import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PAGE = fileURLToPath(new URL('../../docs/compat.md', import.meta.url));

/** The generated parts of `docs/compat.md`, each between two lines. */
const PARTS = {
  matrix: { begin: '<!-- matrix: written by `pnpm matrix` -->', end: '<!-- end of the matrix -->' },
  loaders: { begin: '<!-- loaders: written by `pnpm loaders` -->', end: '<!-- end of the loaders -->' },
} as const;

type Part = keyof typeof PARTS;

/** Splits the page into what stands before a generated part, the part, and what stands after it. */
function split(page: string, part: Part): [before: string, generated: string, after: string] {
  const { begin, end } = PARTS[part];
  const [first, last] = [page.indexOf(begin), page.indexOf(end)];
  if (first < 0 || last < first) throw new Error(`docs/compat.md needs the lines ${begin} and ${end}, in this order.`);
  return [page.slice(0, first + begin.length), page.slice(first + begin.length, last), page.slice(last)];
}

/** `docs/compat.md` with as many empty lines as the generated parts have: what people wrote, in its lines. */
export function withoutGenerated(page: string): string {
  let text = page;
  for (const part of Object.keys(PARTS) as Part[]) {
    if (!text.includes(PARTS[part].begin)) continue;
    const [before, between, after] = split(text, part);
    text = before + between.replaceAll(/[^\n]/g, '') + after;
  }
  return text;
}

/** A generated part of `docs/compat.md`. */
export function generated(part: Part): string {
  return split(readFileSync(PAGE, 'utf8'), part)[1];
}

/** @returns whether that has changed the page. */
export function writeGenerated(part: Part, text: string): boolean {
  const page = readFileSync(PAGE, 'utf8');
  const [before, , after] = split(page, part);
  const written = `${before}\n\n${text.trim()}\n\n${after}`;
  if (written === page) return false;
  writeFileSync(PAGE, written);
  return true;
}
