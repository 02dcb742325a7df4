import type { Versions } from './release-repository.js';

/** One package in an older version, beside all others in the versions of a later step. */
export interface Combination {
  readonly name: string;
  readonly version: string;
  /** The number of the later step. */
  readonly newer: number;
  readonly manager: string;
  readonly problems: readonly string[];
}

/** The page docs/releases.md: what came of each older release beside the newer ones. */
export function releasesTable(
  steps: readonly { readonly title: string }[],
  releases: readonly Versions[],
  combinations: readonly Combination[],
): string {
  const managers = [...new Set(combinations.map(({ manager }) => manager))];
  const names = Object.keys(releases[0] ?? {});
  const rows = [...new Set(combinations.map(({ name, version }) => `${name} ${version}`))];
  const failed = combinations.filter(({ problems }) => problems.length > 0);
  const cell = (row: string, step: number): string => {
    const tried = combinations.filter(({ name, version, newer }) => `${name} ${version}` === row && newer === step);
    if (tried.length === 0) return '–';
    const good = tried.filter(({ problems }) => problems.length === 0).length;
    return good === tried.length ? `${good} work` : `${good} of ${tried.length} work`;
  };
  return [
    '# Older releases beside newer ones',
    '',
    '`pnpm rehearsal` writes this page. It publishes a series of releases to a registry on this machine, and installs an',
    'older release of each package beside newer ones of all others, by exact versions. In each tree, all packages are',
    'loaded into one process, and each talks over tcp, ipc and inproc, with CURVE as well. A cell counts the package',
    `managers with which all of it works: ${managers.join(', ')}.`,
    '',
    table([
      ['release', ...names],
      ...releases.map((release, step) => [steps[step]?.title ?? '', ...names.map((name) => release[name] ?? '')]),
    ]),
    '',
    '## Which work together',
    '',
    table([
      ['older', ...steps.slice(1).map(({ title }) => `beside ${title}`)],
      ...rows.map((row) => [`\`${row.replace(' ', '@')}\``, ...steps.slice(1).map((_, index) => cell(row, index + 1))]),
    ]),
    ...(failed.length === 0 ? [] : ['', '## What does not', '', ...failed.map(described)]),
    '',
  ].join('\n');
}

function described({ name, version, newer, manager, problems }: Combination): string {
  return `- \`${name}@${version}\`, release ${newer + 1}, ${manager}: ${problems.join('; ')}`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
