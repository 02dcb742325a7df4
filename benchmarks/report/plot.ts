import type { Results, Series } from '../run/results.js';
import { figure } from './tables.js';

/** A picture of one metric: a group of bars for each case, a bar for each peer. */
export interface Plot {
  readonly file: string;
  readonly title: string;
  readonly scenario: string;
  readonly metric: string;
  /** The cases shown; all by default. */
  readonly only?: (name: string) => boolean;
}

const plain = (name: string): boolean => name.startsWith('tcp') && !name.includes('try');

export const PLOTS: readonly Plot[] = [
  {
    file: 'push-pull',
    title: 'PUSH/PULL over tcp, messages a second',
    scenario: 'push-pull',
    metric: 'rate',
    only: plain,
  },
  {
    file: 'req-rep',
    title: 'REQ/REP over tcp, median round trip in µs',
    scenario: 'req-rep',
    metric: 'median',
    only: plain,
  },
  { file: 'req-rep-p99', title: 'REQ/REP over tcp, p99 in µs', scenario: 'req-rep', metric: 'p99', only: plain },
  { file: 'dealer-router', title: 'DEALER/ROUTER, round trips a second', scenario: 'dealer-router', metric: 'rate' },
  { file: 'inproc', title: 'inproc PUSH/PULL, messages a second', scenario: 'inproc', metric: 'rate' },
  { file: 'pub-sub', title: 'PUB/SUB, deliveries or publications a second', scenario: 'pub-sub', metric: 'rate' },
];

const COLOURS: Readonly<Record<string, string>> = {
  zmtp: '#d6336c',
  libzmq: '#f08c00',
  'npm zeromq': '#868e96',
  'libzmq in C': '#1971c2',
  pyzmq: '#2f9e44',
  'node:net': '#9c36b5',
};

const WIDTH = 760;
const LEFT = 200;
const RIGHT = 110;
const BAR = 13;
const GAP = 14;
const TOP = 64;

/** The picture as SVG; lengths on a logarithmic scale. Nothing when the run has not measured it. */
export function drawPlot(plot: Plot, results: Results): string | undefined {
  const series = results.series.filter(
    (each) => each.scenario === plot.scenario && each.metric === plot.metric && (plot.only?.(each.case) ?? true),
  );
  if (series.length === 0) return undefined;
  const scale = logarithmic(series.map(({ median }) => median));
  const parts: string[] = [];
  let y = TOP;
  for (const name of new Set(series.map((each) => each.case))) {
    parts.push(text(LEFT - 8, y + BAR - 3, name, 'end'));
    for (const each of series.filter((one) => one.case === name)) {
      parts.push(bar(each, y, scale));
      y += BAR;
    }
    y += GAP;
  }
  const peers = [...new Set(series.map(({ peer }) => peer))];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" font-family="system-ui, sans-serif" font-size="11">`,
    '<style>text { fill: #212529 } @media (prefers-color-scheme: dark) { text { fill: #dee2e6 } }</style>',
    `<title>${escaped(plot.title)}</title>`,
    `<text x="8" y="20" font-size="14">${escaped(plot.title)} (logarithmic)</text>`,
    ...peers.map((peer, index) => legend(peer, index)),
    ...parts,
    '</svg>\n',
  ].join('\n');
}

/** From a tenth of the smallest power of ten to the largest value. */
function logarithmic(values: readonly number[]): (value: number) => number {
  const low = Math.floor(Math.log10(Math.min(...values))) - 0.3;
  const high = Math.log10(Math.max(...values));
  return (value) => ((Math.log10(value) - low) / (high - low)) * (WIDTH - LEFT - RIGHT);
}

function bar({ peer, median }: Series, y: number, scale: (value: number) => number): string {
  const length = Math.max(1, scale(median));
  const rectangle = `<rect x="${LEFT}" y="${y}" width="${length.toFixed(1)}" height="${BAR - 2}" fill="${colour(peer)}"/>`;
  return `${rectangle}${text(LEFT + length + 5, y + BAR - 4, figure(median), 'start')}`;
}

function legend(peer: string, index: number): string {
  const x = 8 + index * 100;
  return `<rect x="${x}" y="34" width="11" height="11" fill="${colour(peer)}"/>${text(x + 16, 44, peer, 'start')}`;
}

function text(x: number, y: number, content: string, anchor: 'start' | 'end'): string {
  return `<text x="${x.toFixed(1)}" y="${y}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

function colour(peer: string): string {
  return COLOURS[peer] ?? '#000000';
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
