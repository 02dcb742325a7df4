import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { Cell } from './cell.js';
import { writeMatrix } from './page.js';
import { provenance } from './provenance.js';
import type { Counted } from './tables.js';
import { engineTable, runtimeTable } from './tables.js';

/** Writes the matrix of `docs/compat.md` from the tests that say which cell they count in, when none of them failed. */
export default class MatrixReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
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
    const text = [provenance(), engineTable(engines), 'The built packages, on each runtime:', runtimeTable(runtimes)];
    console.log(writeMatrix(text.join('\n\n')) ? 'docs/compat.md has a new matrix.' : 'The matrix is as it was.');
  }
}

function countByCell(tests: readonly TestCase[]): Counted[] {
  const byCell = new Map<string, Counted>();
  for (const test of tests) {
    const { cell } = test.meta();
    if (cell === undefined) continue;
    const key = keyOf(cell);
    const counted = byCell.get(key) ?? { cell, count: { passed: 0, expectedToFail: 0, skipped: 0 } };
    byCell.set(key, counted);
    if (test.result().state === 'skipped') counted.count.skipped += 1;
    else if (test.options.fails === true) counted.count.expectedToFail += 1;
    else counted.count.passed += 1;
  }
  return [...byCell.values()];
}

function keyOf({ engine, peer, transport, pattern }: Cell): string {
  return [engine, peer, transport, pattern].join('\n');
}
