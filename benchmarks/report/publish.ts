import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Results } from '../run/results.js';
import { writeResults } from '../run/results-file.js';
import { drawPlot, PLOTS } from './plot.js';
import { scenarioSections, targetTable } from './tables.js';

const DOCS = fileURLToPath(new URL('../../../docs/', import.meta.url));
const FORMATTER = fileURLToPath(new URL('../../../node_modules/oxfmt/bin/oxfmt', import.meta.url));
const PAGE = `${DOCS}performance.md`;
const BEGIN = '<!-- benchmarks: written by `pnpm bench --publish` -->';
const END = '<!-- benchmarks: end -->';

/** Writes a run into docs/performance.md, between its marks, and into the plots beside it. */
export function publish(results: Results): void {
  if (results.quick) throw new Error('Figures of quick mode are not for publishing: run without --quick.');
  if (results.rounds < 5) throw new Error('Figures of fewer than five rounds are not for publishing.');
  const page = readFileSync(PAGE, 'utf8');
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`docs/performance.md lacks the marks ${BEGIN} and ${END}.`);
  writeFileSync(PAGE, `${page.slice(0, begin)}${BEGIN}\n\n${section(results)}\n\n${page.slice(end)}`);
  const published = writeResults(results, 'published');
  execFileSync(process.execPath, [FORMATTER, PAGE, published], { timeout: 60_000 });
  console.log(`\nWritten to ${PAGE}`);
}

function section(results: Results): string {
  return [
    conditions(results),
    `### Where it must be\n\n${targetTable(results)}`,
    ...pictures(results),
    scenarioSections(results, '###'),
  ].join('\n\n');
}

function conditions({ date, command, machine, versions, leftOut, rounds, warm, measure }: Results): string {
  const out = Object.entries(leftOut).map(([name, reason]) => `${name} (${reason.trim()})`);
  return [
    `Measured on ${date.slice(0, 10)} with \`${command}\`: medians of ${rounds} rounds, all peers in turn in each; ${measure} ms after ${warm} ms to warm up.`,
    `Machine: ${list(machine)}. Versions: ${list(versions)}.`,
    ...(out.length === 0 ? [] : [`Left out: ${out.join('; ')}.`]),
  ].join('\n\n');
}

function pictures(results: Results): string[] {
  mkdirSync(`${DOCS}performance`, { recursive: true });
  return PLOTS.flatMap((plot) => {
    const svg = drawPlot(plot, results);
    if (svg === undefined) return [];
    writeFileSync(`${DOCS}performance/${plot.file}.svg`, svg);
    return `![${plot.title}](performance/${plot.file}.svg)`;
  });
}

function list(entries: Readonly<Record<string, string>>): string {
  return Object.entries(entries)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}
