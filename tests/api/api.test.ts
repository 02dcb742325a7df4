import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { entryPoints, publicApi } from './entry-points.mjs';
import { root } from './report-of.mjs';
import { SEAM_RECORDS, seamProblems, seamRecords, type SeamRecords, versionsInSeamsFile } from './seams.mjs';

// All of this is about what is built, as the tests of the examples are.
const TIMEOUT_MS = 120_000;

beforeAll(assertBuilt);

const entries = entryPoints();

describe('the public API', () => {
  test.each(entries)(
    'of $name is the one of its report',
    (entry) => {
      const file = join(root, entry.report);
      const recorded = existsSync(file) ? readFileSync(file, 'utf8') : '';
      expect(
        publicApi(entry),
        `The public API of ${entry.name} is not that of ${entry.report}: run \`pnpm api\` and review the difference.`,
      ).toBe(recorded);
    },
    TIMEOUT_MS,
  );

  test('has no reports of entry points that do not exist', () => {
    const folders = new Set(entries.map(({ report }) => dirname(report)));
    const reports = [...folders].flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)));
    expect(reports.toSorted()).toEqual([...entries.map(({ report }) => report), SEAM_RECORDS].toSorted());
  });
});

describe('the seams', () => {
  test(
    'have the types that are recorded for their versions',
    () => {
      const recorded = JSON.parse(readFileSync(join(root, SEAM_RECORDS), 'utf8')) as SeamRecords;
      const problems = seamProblems(recorded, seamRecords());
      expect(problems, problems.join('\n')).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test('are all recorded', () => {
    const recorded = JSON.parse(readFileSync(join(root, SEAM_RECORDS), 'utf8')) as SeamRecords;
    expect(versionsInSeamsFile()).toHaveLength(4);
    expect(Object.keys(recorded)).toEqual(expect.arrayContaining(versionsInSeamsFile()));
  });
});
