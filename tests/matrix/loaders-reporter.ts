import type { Reporter, TestModule } from 'vitest/node';
import type { Loader } from '../loaders/loader.js';
import { completeRun } from './complete-run.js';
import { writeGenerated } from './page.js';
import { loaderTable } from './tables.js';

/** Writes the table of loaders of `docs/compat.md` from the tests that say what loads the packages, when none of them failed. */
export default class LoadersReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = completeRun(modules, unhandledErrors);
    if (tests === undefined) return;
    const loaders = tests.map((test) => test.meta().loader).filter((loader): loader is Loader => loader !== undefined);
    const onNode = loaders.filter(({ runtime }) => runtime.startsWith('Node '));
    const compiled = loaders.filter((each) => !onNode.includes(each));
    const text = [
      `${loaders.length} tests, on ${process.platform}. What runs:`,
      loaderTable('loaded by', onNode),
      'What type-checks:',
      loaderTable('compiled by', compiled),
    ];
    console.log(
      writeGenerated('loaders', text.join('\n\n')) ? 'docs/compat.md has a new table.' : 'The table is as it was.',
    );
  }
}
