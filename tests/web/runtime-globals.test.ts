import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesEndingIn, ROOT } from '../docs/repository.js';
import { codeOnly, withoutComments } from './code-only.js';

/** What differs between runtimes, or has to be faked by tests: only `core/src/runtime` asks the global object for it. */
const GLOBALS = [
  'Buffer',
  'MessageChannel',
  'NodeJS',
  'TextDecoder',
  'TextEncoder',
  'atob',
  'btoa',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
  'console',
  'crypto',
  'global',
  'globalThis',
  'navigator',
  'nextTick',
  'performance',
  'process',
  'queueMicrotask',
  'require',
  'self',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'window',
];
const MEMBERS = ['Date.now', 'Math.random', 'instanceof AbortSignal', 'instanceof AbortController'];

/** Core, the patterns and inproc: what runs everywhere. */
const PORTABLE = ['core', 'reqrep', 'pubsub', 'pushpull', 'dealerrouter', 'pair', 'transports/src/inproc'];

const sources = PORTABLE.flatMap((folder) => {
  const path = folder.includes('/') ? folder : `${folder}/src`;
  return filesEndingIn('.ts', join(ROOT, 'packages', path));
});
const outside = sources.filter(
  (path) => !path.includes('/core/src/runtime/') && !path.startsWith('packages/core/src/runtime/'),
);

/** What a source uses of the runtime without having it from `core/src/runtime`. */
function usesOf(source: string): string[] {
  const code = codeOnly(source);
  const imports = [...code.matchAll(/^(?:import|export)\b[^;]*?\{([^}]*)\}/gmu)].map(([, names = '']) => names).join();
  const names = GLOBALS.filter(
    // Neither a member of something, nor a key, nor a name that was imported.
    (name) =>
      new RegExp(`(?<![\\w$.#])${name}(?![\\w$]|\\??:)`, 'u').test(code) &&
      !new RegExp(`\\b${name}\\b`, 'u').test(imports),
  );
  const modules = [...withoutComments(source).matchAll(/(?:from|import)\s*\(?\s*'(node:[^']*)'/gu)].map(
    ([, name]) => name as string,
  );
  return [...names, ...MEMBERS.filter((each) => code.includes(each)), ...modules];
}

describe('the runtime', () => {
  it('is asked for in one folder', () => {
    expect(sources.length).toBeGreaterThan(150);
    const found = outside.flatMap((path) => {
      const uses = usesOf(readFileSync(join(ROOT, path), 'utf8'));
      return uses.length === 0 ? [] : [`${path}: ${uses.join(', ')}`];
    });
    expect(found).toEqual([]);
  });

  it.each([
    ["const text = Buffer.from('a');", 'Buffer'],
    ['setTimeout(() => {}, 1);', 'setTimeout'],
    ["import { join } from 'node:path';", 'node:path'],
    ["const fs = await import('node:fs');", 'node:fs'],
    ['const started = Date.now();', 'Date.now'],
    ['const name = `${process.title}`;', 'process'],
    ['type Timer = NodeJS.Timeout;', 'NodeJS'],
  ])('would be found in: %s', (source, name) => {
    expect(usesOf(source)).toContain(name);
  });

  it.each([
    '// Buffer, setTimeout',
    "const text = 'process.exit()';",
    "import { setTimeout } from '../runtime/timers.js';\nsetTimeout(() => {}, 1);",
    'this.process(); this.#performance;',
    'const bytes = new ArrayBuffer(1);',
  ])('would not be found in: %s', (source) => {
    expect(usesOf(source)).toEqual([]);
  });
});
