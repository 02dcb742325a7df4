import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FINDINGS } from './findings.js';
import { membersIn } from './members.js';
import { packageAdvice, readProject } from './package-advice.js';
import { sourceFiles } from './source-files.js';

/** Names by which a file uses the package, of any version. */
const USES_ZEROMQ = /['"]zeromq(?:\/[\w./-]+)?['"]/u;
/** More places of one kind are only counted. */
const SHOWN_PLACES = 5;

/** Looks at a project that uses npm `zeromq`. @returns what it has to say, in lines. @throws Error without a package.json. */
export function checkProject(folder: string): string[] {
  const project = readProject(folder);
  const files = sourceFiles(folder)
    .map((file) => ({ name: path.relative(folder, file), text: readFileSync(file, 'utf8') }))
    .filter(({ text }) => USES_ZEROMQ.test(text));
  const same = new Set(files.flatMap(({ text }) => [...membersIn(text)]));
  const lines = [`${files.length} source files use zeromq.`, ''];
  if (same.size > 0) lines.push(`There, with the same meaning: ${[...same].toSorted().join(', ')}.`, '');
  const found = FINDINGS.map((finding) => ({ ...finding, places: placesOf(files, finding.pattern) })).filter(
    ({ places }) => places.length > 0,
  );
  for (const { kind, text, places } of found) {
    lines.push(`${kind}: ${text}`);
    for (const place of places.slice(0, SHOWN_PLACES)) lines.push(`  ${place}`);
    if (places.length > SHOWN_PLACES) lines.push(`  and ${places.length - SHOWN_PLACES} more`);
    lines.push('');
  }
  if (found.length === 0) lines.push('Nothing was found that differs.', '');
  lines.push('To change:', ...packageAdvice(project).map((advice) => `- ${advice}`));
  return lines;
}

function placesOf(files: readonly { readonly name: string; readonly text: string }[], pattern: RegExp): string[] {
  return files.flatMap(({ name, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${name}:${index + 1}: ${line.trim().slice(0, 100)}`] : [])),
  );
}
