import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Writes one line, `N passed, N failed, N skipped`, to the file named by `TEST_TOTALS_FILE`, and before it a line for each
 * test that passed only when it was repeated.
 * A file that could not be loaded, and an error outside of every test, count as one failure each.
 */
export default class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const file = process.env['TEST_TOTALS_FILE'];
    if (!file) return;

    const flaky: string[] = [];
    const totals = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      let failedTests = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        // One that is expected to fail is repeated, too.
        if (test.options.fails !== true && test.diagnostic()?.flaky === true) {
          flaky.push(`Flaky, passed when repeated: ${module.relativeModuleId} > ${test.fullName}\n`);
        }
        if (state === 'passed') totals.passed += 1;
        else if (state === 'failed') failedTests += 1;
        else totals.skipped += 1;
      }
      totals.failed += failedTests === 0 && !module.ok() ? 1 : failedTests;
    }

    const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
    writeFileSync(file, `${flaky.join('')}${totals.passed} passed, ${totals.failed} failed${skipped}\n`);
  }
}
