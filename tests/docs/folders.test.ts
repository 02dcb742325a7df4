import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './repository.js';

const architecture = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');

function foldersIn(path: string): string[] {
  return readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => name)
    .toSorted();
}

/** What stands between backticks in the first column of the table under a heading. */
function firstColumn(heading: string): string[] {
  const section = architecture.split(/^## /mu).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/gu)].map(([, name]) => name ?? ''));
}

describe('ARCHITECTURE.md', () => {
  it('says of each folder of tests/ what it asks', () => {
    const listed = firstColumn('Tests').flatMap((name) =>
      name.startsWith('tests/') ? [name.slice('tests/'.length)] : [],
    );
    expect(listed.toSorted()).toEqual(foldersIn('tests'));
  });

  it('says of each folder of packages/core/src what it has', () => {
    const listed = firstColumn('Packages').flatMap((name) => (name.endsWith('/') ? [name.slice(0, -1)] : []));
    expect(listed.toSorted()).toEqual(foldersIn('packages/core/src'));
  });

  it.each(foldersIn('packages'))('names the package %s', (name) => {
    expect(architecture).toMatch(new RegExp(`\\b${name}\\b`, 'u'));
  });
});
