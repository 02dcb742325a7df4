import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { Cell } from './cell.js';
import { writeMatrix } from './page.js';
import { provenance } from './provenance.js';
import type { Counted } from './tables.js';
import { engineTable, knownFailureTable, runtimeTable } from './tables.js';

/** The oldest Node that the packages are for. */
const OLDEST = 'v20.';

/** Writes the matrix of `docs/compat.md` from the tests that say which cell they count in, when none of them failed. */
export default class MatrixReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    if (!process.version.startsWith(OLDEST)) {
      console.error(
        `The matrix is left as it was: run it on Node ${OLDEST}x, so that what fails only there is on the page.`,
      );
      process.exitCode = 1;
      return;
    }
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const failed = tests.filter((test) => test.result().state === 'failed').map((test) => test.fullName);
    const broken = modules.filter((module) => !module.ok()).map((module) => module.relativeModuleId);
    const skipped = tests.filter(({ fullName }) => fullName.includes('(skipped: ')).map(({ fullName }) => fullName);
    if (failed.length + broken.length + unhandledErrors.length + skipped.length > 0) {
      console.error(
        ['The matrix is left as it was, because of:', ...broken, ...failed, ...skipped.slice(0, 5)].join('\n  '),
      );
      process.exitCode = 1;
      return;
    }
    const counted = countByCell(tests);
    const runtimes = counted.filter(({ cell }) => /^(Node|Bun|Deno) /.test(cell.peer));
    const engines = counted.filter((each) => !runtimes.includes(each));
    const text = [
      provenance(tests.filter((test) => test.meta().cell !== undefined).length),
      engineTable(engines),
      'The built packages with each other, on each runtime:',
      runtimeTable(runtimes),
      knownFailureTable(counted),
    ];
    console.log(writeMatrix(text.join('\n\n')) ? 'docs/compat.md has a new matrix.' : 'The matrix is as it was.');
  }
}

function countByCell(tests: readonly TestCase[]): Counted[] {
  const byCell = new Map<string, Counted>();
  for (const test of tests) {
    const { cell, knownFailure } = test.meta();
    if (cell === undefined) continue;
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
