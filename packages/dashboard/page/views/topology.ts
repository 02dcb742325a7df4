import type { SocketRow } from '../../src/page-message.js';
import { socketName } from '../columns.js';
import { type Junction, junctionsOf } from '../connections.js';
import { drawn, element, setText } from '../element.js';
import type { Figures } from '../figures.js';
import { count, short } from '../format.js';
import { hint, noProcess } from '../hints.js';
import { addressOf, changePlace, currentPlace } from '../place.js';
import type { View, ViewDefinition } from '../view.js';

/** How many endpoints are drawn, and how many sockets on each side of one. */
const MAX_JUNCTIONS = 60;
const MAX_SOCKETS = 12;

export const TOPOLOGY: ViewDefinition = { id: 'topology', title: 'Topology', make };

function make(): View {
  const input = element('input', {
    type: 'search',
    placeholder: 'Filter',
    'aria-label': 'Filter topology',
    spellcheck: 'false',
    id: 'filter',
  });
  input.value = currentPlace().filter;
  const total = element('p', { class: 'total', role: 'status' });
  const list = element('ul', { class: 'junctions' });
  const whole = element(
    'div',
    {},
    element('div', { class: 'tools' }, element('h1', {}, 'Topology'), total, input),
    element(
      'div',
      { class: 'sides', 'aria-hidden': 'true' },
      element('span', {}, 'connected'),
      element('span', {}, 'endpoint'),
      element('span', {}, 'bound'),
    ),
    list,
  );
  const nothing = hint(
    'No connections',
    'Sockets appear here with the endpoints at which they meet, as soon as one of them has a peer.',
  );
  const lonely = noProcess();
  const root = element('div', { class: 'view' }, whole);
  let last: Figures | undefined;
  let drawnAs = '';
  const show = (figures: Figures): void => {
    last = figures;
    const all = junctionsOf(figures);
    const shown = all.length > 0 ? whole : figures.processes.size === 0 ? lonely : nothing;
    if (root.firstChild !== shown) root.replaceChildren(shown);
    const wanted = input.value.trim().toLowerCase();
    const found = all.filter((each) => wanted === '' || textOf(each).includes(wanted));
    const some = found.slice(0, MAX_JUNCTIONS);
    setText(
      total,
      `${count(found.length)} ${found.length === 1 ? 'endpoint' : 'endpoints'}${some.length < found.length ? `, the largest ${some.length} are shown` : ''}`,
    );
    // Elements are made anew only for another drawing: what has the focus keeps it while figures change.
    const drawing = JSON.stringify(
      some.map(({ endpoint, connected, bound, others }) => [
        endpoint,
        others,
        ...[connected, bound].map((side) => side.map(({ key }) => key)),
      ]),
    );
    if (drawing !== drawnAs) list.replaceChildren(...some.map((each) => junctionElement(each)));
    drawnAs = drawing;
    showRates(list, figures);
  };
  input.addEventListener('input', () => {
    changePlace({ filter: input.value });
    if (last !== undefined) show(last);
  });
  return { root, show };
}

function textOf({ endpoint, connected, bound }: Junction): string {
  return [endpoint, ...[...connected, ...bound].map((row) => `${socketName(row)} ${row.type}`)].join(' ').toLowerCase();
}

function junctionElement({ endpoint, connected, bound, others }: Junction): HTMLElement {
  const left = someOf(connected);
  if (others > 0)
    left.push(element('li', { class: 'rest' }, `${count(others)} ${others === 1 ? 'peer' : 'peers'} without figures`));
  const right = someOf(bound);
  if (right.length === 0) right.push(element('li', { class: 'rest' }, 'a peer without figures'));
  return element(
    'li',
    { class: 'junction' },
    element('ul', { 'aria-label': `Connected to ${endpoint}`, 'data-side': 'connected' }, ...left),
    lines(left.length, 'left'),
    element('p', { class: 'endpoint' }, endpoint),
    lines(right.length, 'right'),
    element('ul', { 'aria-label': `Bound to ${endpoint}`, 'data-side': 'bound' }, ...right),
  );
}

/** The first sockets of a side, and how many there are beside them. */
function someOf(side: readonly SocketRow[]): HTMLElement[] {
  const elements: HTMLElement[] = side.slice(0, MAX_SOCKETS).map((row) => socketElement(row));
  const hidden = side.length - elements.length;
  if (hidden > 0) elements.push(element('li', { class: 'rest' }, `and ${count(hidden)} more`));
  return elements;
}

function socketElement(row: SocketRow): HTMLElement {
  return element(
    'li',
    {},
    element(
      'a',
      { href: addressOf({ view: 'peers', filter: socketName(row) }) },
      element('b', {}, row.type),
      ` ${socketName(row)}`,
    ),
    element('span', { class: 'rates', 'data-key': row.key }),
  );
}

function showRates(list: HTMLElement, { sockets }: Figures): void {
  for (const node of list.querySelectorAll('[data-key]')) {
    const row = sockets.get(Number(node.getAttribute('data-key')));
    setText(node, row === undefined ? '' : `in ${short(row.inRate)}/s, out ${short(row.outRate)}/s`);
  }
}

/** Lines from the middle of each of several rows to the middle of one. */
function lines(many: number, side: 'left' | 'right'): SVGSVGElement {
  const [from, to] = side === 'left' ? [0, 100] : [100, 0];
  const curves = Array.from({ length: many }, (_, index) => {
    const y = (100 * (index + 0.5)) / many;
    return drawn('path', { d: `M${from},${y}C50,${y} 50,50 ${to},50` });
  });
  return drawn(
    'svg',
    { class: 'lines', viewBox: '0 0 100 100', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    ...curves,
  );
}
