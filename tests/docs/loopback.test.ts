import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesEndingIn, ROOT } from './repository.js';
import { collectSnippets } from './snippets.js';

// Bound to every interface: by a method, or in a constructor. Texts that are only parsed are no socket.
const OPEN = /(?:\bbind\(|\bnew ZMQ\w+\()\s*['"`]@?tcp:\/\/(?:\*|0\.0\.0\.0|\[::\])/;

test('A-42 what people are shown to run is reachable from this machine only', () => {
  const examples = filesEndingIn('.ts', join(ROOT, 'examples')).map((path) => ({
    place: path,
    code: readFileSync(join(ROOT, path), 'utf8'),
  }));
  const programs = [...collectSnippets(), ...examples];
  expect(programs.length).toBeGreaterThan(50);
  expect(programs.filter(({ code }) => OPEN.test(code)).map(({ place }) => place)).toEqual([]);
});
