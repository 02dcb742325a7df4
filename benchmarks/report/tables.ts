import type { Results, Series } from '../run/results.js';
import { SCENARIOS } from '../scenarios/index.js';
import { judge } from './targets.js';

/** All scenarios of a run, each with its title and its table. */
export function scenarioSections({ series }: Results, heading = '##'): string {
  return SCENARIOS.flatMap(({ name, title, against = ['npm zeromq', 'libzmq in C'] }) => {
    const own = series.filter(({ scenario }) => scenario === name);
    return own.length === 0 ? [] : `${heading} ${name}\n\n${title}\n\n${scenarioTable(own, against)}`;
  }).join('\n\n');
}

/** All figures of a scenario as a table: one row for each case, metric and peer. */
function scenarioTable(series: readonly Series[], against: readonly string[]): string {
  const rows = series.map((each) => {
    const { case: name, metric, peer, unit, median, minimum, maximum } = each;
    const what = metric === 'rate' ? name : `${name}, ${metric}`;
    const ratios = against.map((other) => ratioTo(other, each, series));
    return [what, peer, `${figure(median)} ${unit}`, `${figure(minimum)} – ${figure(maximum)}`, ...ratios];
  });
  const columns = ['', 'peer', 'median', 'minimum – maximum', ...against.map((other) => `÷ ${other}`)];
  return table(columns, rows);
}

/** Every target with what has come out. */
export function targetTable(results: Results): string {
  const rows = judge(results).map(({ target, ratio, first, second }) => {
    const times = target.against === undefined ? (target.unit ?? '') : '×';
    const sign = target.demand === 'at least' ? '≥' : '≤';
    const demand = (value: number | undefined): string =>
      value === undefined ? '–' : `${sign} ${figure(value)}${times}`;
    return [
      target.title,
      target.against ?? '',
      `${figure(ratio)}${times}`,
      `${demand(target.first)}${mark(first)}`,
      `${demand(target.second)}${mark(second)}`,
    ];
  });
  return table(['', 'against', 'measured', 'needed', 'aimed for'], rows);
}

/** Three digits that count, or whole thousands. */
export function figure(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

function ratioTo(peer: string, own: Series, series: readonly Series[]): string {
  const other = series.find((each) => each.case === own.case && each.metric === own.metric && each.peer === peer);
  return other === undefined || other === own || other.median === 0 ? '' : `${figure(own.median / other.median)}×`;
}

function mark(met: boolean | undefined): string {
  return met === undefined ? '' : met ? ' ✓' : ' ✗';
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map((cells) => line(cells))].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
