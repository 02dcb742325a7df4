import type { Keyed, ProcessRow, SocketRow } from '../../src/page-message.js';
import { PROCESS_COLUMNS, SOCKET_COLUMNS } from '../columns.js';
import { DataTable } from '../data-table.js';
import { element, setText } from '../element.js';
import type { Figures } from '../figures.js';
import { bytes, count, short } from '../format.js';
import { noProcess } from '../hints.js';
import { LineChart } from '../line-chart.js';
import { addressOf } from '../place.js';
import type { View, ViewDefinition } from '../view.js';

const BUSIEST = ['socket', 'type', 'endpoint', 'peers', 'in', 'out', 'dropped'];

export const OVERVIEW: ViewDefinition = { id: 'overview', title: 'Overview', make };

/** A figure with a name, which leads to where it is explained. */
interface Tile {
  readonly name: string;
  readonly view: string;
  readonly text: (figures: Figures) => string;
}

const TILES: readonly Tile[] = [
  { name: 'Processes', view: 'overview', text: ({ processes }) => count(processes.size) },
  { name: 'Sockets', view: 'sockets', text: ({ sockets }) => count(sockets.size) },
  { name: 'Peers', view: 'peers', text: ({ sockets }) => count(sum(sockets, ({ peers }) => peers)) },
  { name: 'Messages in/s', view: 'sockets', text: ({ sockets }) => short(sum(sockets, ({ inRate }) => inRate)) },
  { name: 'Messages out/s', view: 'sockets', text: ({ sockets }) => short(sum(sockets, ({ outRate }) => outRate)) },
  {
    name: 'Queued',
    view: 'sockets',
    text: ({ sockets }) => short(sum(sockets, ({ queuedIn, queuedOut }) => (queuedIn ?? 0) + (queuedOut ?? 0))),
  },
  { name: 'Dropped', view: 'drops', text: ({ sockets }) => short(sum(sockets, ({ droppedTotal }) => droppedTotal)) },
];

function make(): View {
  const tiles = TILES.map(({ name, view, text }) => {
    const value = element('b');
    return {
      text,
      value,
      tile: element('a', { class: 'tile', href: addressOf({ view }) }, element('span', {}, name), value),
    };
  });
  const messages = new LineChart(
    'Messages per second',
    [
      { name: 'in', style: 'in', value: ({ inRate }) => inRate },
      { name: 'out', style: 'out', value: ({ outRate }) => outRate },
      { name: 'dropped', style: 'lost', value: ({ droppedRate }) => droppedRate },
    ],
    short,
    10,
  );
  const octets = new LineChart(
    'Bytes per second',
    [
      { name: 'in', style: 'in', value: ({ inBytesRate }) => inBytesRate },
      { name: 'out', style: 'out', value: ({ outBytesRate }) => outBytesRate },
    ],
    bytes,
    1024,
  );
  const processes = new DataTable<ProcessRow>({
    name: 'Processes',
    columns: PROCESS_COLUMNS,
    sort: 'name',
    keyOf,
    most: 50,
  });
  const columns = SOCKET_COLUMNS.filter(({ id }) => BUSIEST.includes(id)).map((column) =>
    column.id === 'in' ? { ...column, value: (row: SocketRow) => row.inRate + row.outRate } : column,
  );
  const busiest = new DataTable<SocketRow>({ name: 'Busiest sockets', columns, sort: '-in', keyOf, most: 10 });
  const whole = element(
    'div',
    {},
    element('h1', { class: 'unseen' }, 'Overview'),
    element('div', { class: 'tiles' }, ...tiles.map(({ tile }) => tile)),
    element('div', { class: 'charts' }, messages.root, octets.root),
    element('section', { 'aria-label': 'Busiest sockets' }, element('h2', {}, 'Busiest sockets'), busiest.root),
    element('section', { 'aria-label': 'Processes' }, element('h2', {}, 'Processes'), processes.root),
  );
  const lonely = noProcess();
  const root = element('div', { class: 'view' }, whole);
  const show = (figures: Figures): void => {
    const shown = figures.processes.size === 0 ? lonely : whole;
    if (root.firstChild !== shown) root.replaceChildren(shown);
    for (const { text, value } of tiles) setText(value, text(figures));
    messages.show(figures.history, figures.now);
    octets.show(figures.history, figures.now);
    busiest.show([...figures.sockets.values()]);
    processes.show([...figures.processes.values()]);
  };
  return { root, show };
}

function keyOf({ key }: Keyed): number {
  return key;
}

function sum(sockets: ReadonlyMap<number, SocketRow>, value: (row: SocketRow) => number): number {
  let total = 0;
  for (const row of sockets.values()) total += value(row);
  return total;
}
