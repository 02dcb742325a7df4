import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { ROOT } from '../docs/repository.js';

const packages = readdirSync(join(ROOT, 'packages')).filter((name) =>
  existsSync(join(ROOT, 'packages', name, 'dist/index.js.map')),
);

/** The files that a program on Node loads, of those that were built of a package. */
function filesOf(folder: string): string[] {
  return readdirSync(folder).filter(
    (file) => file.endsWith('.js.map') && !/^(?:browser|page-.*)\.js\.map$/u.test(file),
  );
}

/** The sources of its entry points: these register, and have no variables. */
function entryPointsOf(name: string): Set<string> {
  const text = readFileSync(join(ROOT, 'packages', name, 'package.json'), 'utf8');
  const { exports } = JSON.parse(text) as { exports: Record<string, { source?: string }> };
  return new Set(Object.values(exports).flatMap(({ source }) => (source === undefined ? [] : `.${source}`)));
}

beforeAll(() => assertBuilt());

describe('what is built of a package', () => {
  it.each(packages)('has each source once, as its variables would be there twice: %s', (name) => {
    const folder = join(ROOT, 'packages', name, 'dist');
    const places = new Map<string, string[]>();
    for (const file of filesOf(folder)) {
      const { sources } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { sources: string[] };
      for (const source of sources) places.set(source, [...(places.get(source) ?? []), basename(file, '.map')]);
    }
    expect(places.size).toBeGreaterThan(0);
    const entryPoints = entryPointsOf(name);
    const twice = [...places].filter(([source, files]) => files.length > 1 && !entryPoints.has(source));
    expect(Object.fromEntries(twice)).toEqual({});
  });
});
