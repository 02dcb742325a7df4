import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { Cell } from './cell.js';
import { cellOf } from './cell.js';
import { completeRun } from './complete-run.js';
import { writeGenerated } from './page.js';
import { provenance } from './provenance.js';
import type { Counted } from './tables.js';
import { engineTable, knownFailureTable, runtimeTable } from './tables.js';

/** Writes the matrix of `docs/compat.md` from the tests that say which cell they count in, when none of them failed. */
export default class MatrixReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = completeRun(modules, unhandledErrors);
    if (tests === undefined) return;
    const counted = countByCell(tests);
    const runtimes = counted.filter(({ cell }) => /^(Node|Bun|Deno) /.test(cell.peer));
    const engines = counted.filter((each) => !runtimes.includes(each));
    const text = [
      provenance(tests.filter((test) => cellOf(test.meta()) !== undefined).length),
      engineTable(engines),
      'The built packages with each other, on each runtime:',
      runtimeTable(runtimes),
      knownFailureTable(counted),
    ];
    console.log(
      writeGenerated('matrix', text.join('\n\n')) ? 'docs/compat.md has a new matrix.' : 'The matrix is as it was.',
    );
  }
}

function countByCell(tests: readonly TestCase[]): Counted[] {
  const byCell = new Map<string, Counted>();
  for (const test of tests) {
    const place = cellOf(test.meta());
    if (place === undefined) continue;
    const { cell, knownFailure } = place;
    const key = keyOf(cell);
    const counted = byCell.get(key) ?? { cell, count: { passed: 0, skipped: 0, knownFailures: [] } };
    byCell.set(key, counted);
    if (test.result().state === 'skipped') counted.count.skipped += 1;
    else if (knownFailure !== undefined) counted.count.knownFailures.push(knownFailure);
    else counted.count.passed += 1;
  }
  return [...byCell.values()];
}

function keyOf({ engine, peer, transport, pattern }: Cell): string {
  return [engine, peer, transport, pattern].join('\n');
}
