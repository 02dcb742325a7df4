import type { CheatPage } from './pages.js';

/** Pages as text: lines of one terminal have one number, what they print stands below them. */
export function renderPages(pages: readonly CheatPage[]): string {
  return pages.map((page) => renderPage(page)).join('\n');
}

function renderPage({ title, steps }: CheatPage): string {
  const lines = steps.flatMap(({ line, prints, stays }) => {
    const printed = (prints ?? '').split('\n').filter((text) => text !== '');
    return [`  ${stays === true ? 1 : 2}$ ${line}`, ...printed.map((text) => `     ${text}`)];
  });
  return `${title}\n${lines.join('\n')}\n`;
}

/** The pages in which a command is used; all of them without one. */
export function pagesWith(pages: readonly CheatPage[], command: string | undefined): readonly CheatPage[] {
  if (command === undefined) return pages;
  return pages.filter(({ steps }) =>
    steps.some(({ line }) => new RegExp(`\\bzmq (?:-\\S+ )*${command}\\b`).test(line)),
  );
}
