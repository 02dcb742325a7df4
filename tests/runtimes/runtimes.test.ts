import { beforeAll, describe, expect, it } from 'vitest';
import { checks } from './program/all-checks.mjs';
import type { Outcome } from './run-checks.js';
import { keyOf, runChecks } from './run-checks.js';
import { RUNTIMES, find } from './runtimes.mjs';

const LIMIT = 180_000;

for (const { name, title, args, exceptions } of RUNTIMES) {
  const found = find(RUNTIMES.find((each) => each.name === name)!);
  if ('missing' in found) {
    it(`the built packages on ${name}`, ({ skip }) => skip(found.missing));
    continue;
  }

  describe(`the built packages on ${title} ${found.version}`, () => {
    let outcome: Outcome;
    beforeAll(async () => {
      outcome = await runChecks(found.command, args, LIMIT);
    }, LIMIT);

    for (const check of checks) {
      const { pattern, transport } = check;
      const exception = exceptions.find((each) => each.title === check.title && each.transports.includes(transport));
      const register = exception === undefined ? it : it.fails;
      const why = exception === undefined ? '' : ` — expected to fail: ${exception.reason}`;
      const cell = { engine: 'zmtp', peer: `${title} ${found.version}`, transport, pattern };
      const knownFailure = exception && { test: exception.title, reason: exception.reason };
      const meta = knownFailure === undefined ? { cell } : { cell, knownFailure };
      register(`${pattern}: ${check.title} [${transport}]${why}`, { meta }, () => {
        const key = keyOf(check);
        expect(outcome.results.has(key), `it was run\n${outcome.complaints}`).toBe(true);
        expect(outcome.results.get(key)).toBeUndefined();
      });
    }

    it('the program ends by itself, and every exception is about a check that there is', () => {
      expect(outcome.ending, outcome.complaints).toBe(exceptions.length === 0 ? 0 : 1);
      expect(exceptions.filter((each) => !checks.some((check) => check.title === each.title))).toEqual([]);
    });
  });
}
