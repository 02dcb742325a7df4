import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PAGE = fileURLToPath(new URL('../../docs/compat.md', import.meta.url));
const BEGIN = '<!-- matrix: written by `pnpm matrix` -->';
const END = '<!-- end of the matrix -->';

/** Splits the page into what stands before the generated part, the part, and what stands after it. */
function parts(page: string): [before: string, generated: string, after: string] {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`docs/compat.md needs the lines ${BEGIN} and ${END}, in this order.`);
  return [page.slice(0, begin + BEGIN.length), page.slice(begin + BEGIN.length, end), page.slice(end)];
}

/** `docs/compat.md` with as many empty lines as the generated part has: what people wrote, in its lines. */
export function withoutMatrix(page: string): string {
  if (!page.includes(BEGIN)) return page;
  const [before, generated, after] = parts(page);
  return before + generated.replaceAll(/[^\n]/g, '') + after;
}

/** The generated part of `docs/compat.md`. */
export function matrix(): string {
  return parts(readFileSync(PAGE, 'utf8'))[1];
}

/** @returns whether that has changed the page. */
export function writeMatrix(text: string): boolean {
  const page = readFileSync(PAGE, 'utf8');
  const [before, , after] = parts(page);
  const written = `${before}\n\n${text.trim()}\n\n${after}`;
  if (written === page) return false;
  writeFileSync(PAGE, written);
  return true;
}
