import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { ROOT } from '../docs/repository.js';

const PACKAGES = join(ROOT, 'packages');
const packages = readdirSync(PACKAGES).filter((name) => files(name).length > 0);

/** The code that was built of a package, but that of the commands of `zmq`, which shows no class. */
function files(name: string): string[] {
  try {
    return readdirSync(join(PACKAGES, name, 'dist'), { recursive: true })
      .map(String)
      .filter((file) => /\.c?js$/u.test(file) && !file.startsWith('parts'));
  } catch {
    return [];
  }
}

beforeAll(() => assertBuilt());

describe('what is built', () => {
  it.each(packages)('calls each class as its source does: %s', (name) => {
    const renamed = files(name).flatMap((file) => {
      const code = readFileSync(join(PACKAGES, name, 'dist', file), 'utf8');
      return Array.from(code.matchAll(/^var ([\w$]+) = class (_\1\d*)\b/gmu), ([, , inner]) => `${file}: ${inner}`);
    });
    expect(renamed).toEqual([]);
  });

  it.each([
    ['import', 'index.js'],
    ['require', 'index.cjs'],
  ])('prints an error that no one catches under its name, after %s', (load, entry) => {
    const file = JSON.stringify(join(PACKAGES, 'core', 'dist', entry));
    const program = `Promise.resolve(${load}(${file})).then(({ ZMQError, ZMQContext }) => {
      console.log(require('node:util').inspect(new ZMQError('EAGAIN', 'late')), ZMQContext.name);
    });`;
    const printed = execFileSync(process.execPath, ['-e', program], { encoding: 'utf8', timeout: 60_000 });
    expect(printed).toMatch(/^ZMQError: late\n[^]* ZMQContext\n$/u);
  });
});
