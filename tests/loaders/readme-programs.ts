import { collectSnippets } from '../docs/snippets.js';

/** The command line is published as ES modules only. */
const MODULES_ALONE = /^packages\/cli\//;

/** The programs of the README of the repository and of the packages, as files. */
export function readmePrograms(
  commonJS: boolean,
  only: RegExp = /^(?:packages\/[\w-]+\/)?README\.md$/,
): Record<string, string> {
  const shown = collectSnippets().filter(({ path }) => only.test(path) && !(commonJS && MODULES_ALONE.test(path)));
  return Object.fromEntries(shown.map(({ name, code }) => [`${name}.ts`, commonJS ? inFunction(code) : code]));
}

/** CommonJS has no `await` outside of functions: all but the imports goes into one. */
function inFunction(code: string): string {
  const imports: string[] = [];
  const body = code.replaceAll(/^import [\s\S]*?;\n/gm, (statement) => {
    imports.push(statement);
    return '';
  });
  return `${imports.join('')}export async function main() {\n${body}\n}\n`;
}
