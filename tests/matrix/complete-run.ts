import type { TestCase, TestModule } from 'vitest/node';

/** The oldest Node that the packages are for: what fails only there is on the page, too. */
const OLDEST = 'v20.';

/** All tests of a run that may be counted; `undefined`, and why on the console, when a table of it would be wrong. */
export function completeRun(
  modules: readonly TestModule[],
  unhandledErrors: readonly unknown[],
): readonly TestCase[] | undefined {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const failed = tests.filter((test) => test.result().state === 'failed').map((test) => test.fullName);
  const broken = modules.filter((module) => !module.ok()).map((module) => module.relativeModuleId);
  const skipped = tests.filter(({ fullName }) => fullName.includes('(skipped: ')).map(({ fullName }) => fullName);
  const problems = [...broken, ...failed, ...skipped.slice(0, 5)];
  if (!process.version.startsWith(OLDEST))
    problems.push(`Node ${process.version}, which is not the oldest, ${OLDEST}x`);
  if (problems.length + unhandledErrors.length === 0) return tests;
  console.error(['docs/compat.md is left as it was, because of:', ...problems].join('\n  '));
  process.exitCode = 1;
  return undefined;
}
