import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The commands that the actor `zproxy` of CZMQ takes. */
const COMMANDS = ['FRONTEND', 'BACKEND', 'CAPTURE', 'PAUSE', 'RESUME', 'VERBOSE', 'DOMAIN', 'PLAIN', 'CURVE', '$TERM'];

test('the README says what stands for each command of zproxy (PX-16)', () => {
  const readme = readFileSync(new URL('../../packages/proxy/README.md', import.meta.url), 'utf8');
  const table = readme.slice(readme.indexOf('| zproxy of CZMQ'));
  const left = [...table.matchAll(/^\| (.*?) *\|/gm)].slice(1).map(([, cell = '']) => cell);
  const there = left.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, command = '']) => command));
  expect(there.toSorted()).toEqual(COMMANDS.toSorted());
});
