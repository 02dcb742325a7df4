import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const EXAMPLES = new URL('../../examples/', import.meta.url);
const README = readFileSync(new URL('README.md', EXAMPLES), 'utf8');

/** What the market feed publishes: it has nothing to do with sockets, in either form. */
const MADE_UP = 'prices.ts';

/** The lines of code of an example, without imports, comments and empty lines. */
function linesOf(path: string): number {
  const folder = new URL(path, EXAMPLES);
  const files = path.endsWith('.ts')
    ? [folder]
    : readdirSync(folder)
        .filter((file) => file !== MADE_UP)
        .map((file) => new URL(`${path}/${file}`, EXAMPLES));
  const code = files.map((file) =>
    readFileSync(file, 'utf8').replaceAll(/^import [^;]*;$|^\s*\/\*\*?[^/]*\*\/$|^\s*\/\/.*$/gm, ''),
  );
  return code
    .join('\n')
    .split('\n')
    .filter((line) => line.trim() !== '').length;
}

/** Half of what the same parts took when they were written with sockets alone. */
test.each([
  ['job-queue', 82],
  ['market-feed', 51],
  ['rpc', 95],
  ['forwarder', 13],
  ['chat/server.ts', 34],
])('%s is at most half as long as what was written by hand in %i lines, as its README says', (path, byHand) => {
  const lines = linesOf(path);
  expect(lines).toBeLessThanOrEqual(byHand / 2);
  expect(README.replaceAll(/ +/g, ' ')).toContain(`\`${path}\` | ${lines} | ${byHand} |`);
});
