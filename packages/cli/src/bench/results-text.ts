import { arch, availableParallelism, cpus, loadavg, platform } from 'node:os';
import { VERSION } from '../version.js';
import type { Row } from './row.js';
import type { VariantSummary } from './summary.js';

/** Where a figure is from: what it cannot be compared without. */
export function machine(): Readonly<Record<string, string | number>> {
  const { versions } = process as { versions: Record<string, string | undefined> };
  const runtime = (['bun', 'deno', 'node'] as const).find((name) => versions[name] !== undefined) ?? 'node';
  return {
    cpus: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    system: `${platform()} ${arch()}`,
    runtime: `${runtime} ${versions[runtime]}`,
    zmq: VERSION,
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

/** The results as a table. */
export function asText(summaries: readonly VariantSummary[]): string {
  const isLatency = summaries.some(({ median }) => median.latency !== undefined);
  const isCompared = summaries.some(({ compared }) => compared !== undefined);
  const head = [
    'variant',
    ...(isLatency ? ['p50 µs', 'p90', 'p99', 'p99.9', 'max'] : ['per second', 'MB/s']),
    'spread',
    'ratio',
    ...(isCompared ? ['compared'] : []),
    'lost',
    'µs CPU send',
    'receive',
    'MiB send',
    'receive',
    'backlog',
  ];
  const rows = summaries.map(({ name, median, spread, ratio, compared }) => [
    name,
    ...(isLatency
      ? latencyColumns(median)
      : [Math.round(median.rate).toString(), (median.throughput / 1e6).toFixed(1)]),
    `${spread[0].toFixed(2)}–${spread[1].toFixed(2)}`,
    ratio.toFixed(2),
    ...(isCompared ? [compared?.toFixed(2) ?? '-'] : []),
    faultsOf(median),
    median.send.cpu.toFixed(2),
    median.receive.cpu.toFixed(2),
    (median.send.rss / 2 ** 20).toFixed(0),
    (median.receive.rss / 2 ** 20).toFixed(0),
    String(median.backlog),
  ]);
  const about = Object.entries(machine()).map(([name, value]) => `${name} ${value}`);
  return `${columns([head, ...rows])}${about.join(', ')}\n`;
}

function latencyColumns({ latency }: Row): readonly string[] {
  if (latency === undefined) return ['-', '-', '-', '-', '-'];
  return [latency.p50, latency.p90, latency.p99, latency.p999, latency.max].map((value) => value.toFixed(1));
}

function faultsOf({ lost, disordered, wrongSize }: Row): string {
  const parts = [
    String(lost),
    disordered > 0 ? `${disordered} out of order` : '',
    wrongSize > 0 ? `${wrongSize} of another size` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** The first column begins at the left, the others end at the right. */
function columns(table: readonly (readonly string[])[]): string {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  return table
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

const CSV_COLUMNS = [
  'bench',
  'pattern',
  'transport',
  'engine',
  'mechanism',
  'size',
  'frames',
  'clients',
  'repeat',
  'messages',
  'seconds',
  'rate',
  'throughput',
  'lost',
  'disordered',
  'wrongSize',
  'dropped',
  'backlog',
] as const satisfies readonly (keyof Row)[];

/** The first line of CSV. */
export const CSV_HEAD = `${CSV_COLUMNS.join(',')},p50,p90,p99,p999,max,sendCpu,receiveCpu,sendRss,receiveRss\n`;

/** A measurement as a line of CSV. */
export function asCSV(row: Row): string {
  const { latency, send, receive } = row;
  const others = [
    latency?.p50,
    latency?.p90,
    latency?.p99,
    latency?.p999,
    latency?.max,
    send.cpu,
    receive.cpu,
    send.rss,
    receive.rss,
  ];
  return `${[...CSV_COLUMNS.map((name) => row[name]), ...others.map((value) => value ?? '')].join(',')}\n`;
}
