import { type Column, DataTable } from './data-table.js';
import { element, setHidden, setText } from './element.js';
import type { Figures } from './figures.js';
import { count } from './format.js';
import { noProcess } from './hints.js';
import { changePlace, currentPlace } from './place.js';
import type { View } from './view.js';

/** How a view with one large table looks. */
export interface ListOptions<Row> {
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly sort: string;
  /** By what a row is known when it has changed. */
  readonly keyOf: (row: Row) => unknown;
  /** The rows, all of them. */
  readonly rows: (figures: Figures) => Iterable<Row>;
  /** What the filter is compared with. */
  readonly search: (row: Row) => string;
  /** Shown when there are no rows at all. */
  readonly empty: () => HTMLElement;
  /** Whether its rows are of processes that expose their figures: without one, the view says how that is done. Default: true. */
  readonly isOfProcesses?: boolean | undefined;
  /** Above the table. */
  readonly head?: HTMLElement | undefined;
}

/** A table of everything, with a filter that is a part of the address. */
export function listView<Row>(options: ListOptions<Row>): View {
  const { title, columns, sort, keyOf, rows, search, empty, isOfProcesses = true } = options;
  const table = new DataTable<Row>({ name: title, columns, sort, keyOf });
  const input = element('input', {
    type: 'search',
    placeholder: 'Filter',
    'aria-label': `Filter ${title.toLowerCase()}`,
    spellcheck: 'false',
    id: 'filter',
  });
  input.value = currentPlace().filter;
  const total = element('p', { class: 'total', role: 'status' });
  const none = element('p', { class: 'none' }, 'Nothing matches the filter.');
  const whole = element(
    'div',
    {},
    element('div', { class: 'tools' }, element('h1', {}, title), total, input),
    options.head,
    table.root,
    none,
  );
  const nothing = empty();
  const lonely = noProcess();
  const root = element('div', { class: 'view' }, whole);
  let last: Figures | undefined;
  const show = (figures: Figures): void => {
    last = figures;
    const all = [...rows(figures)];
    const shown = all.length > 0 ? whole : isOfProcesses && figures.processes.size === 0 ? lonely : nothing;
    if (root.firstChild !== shown) root.replaceChildren(shown);
    const words = input.value
      .toLowerCase()
      .split(/\s+/u)
      .filter((word) => word !== '');
    const found =
      words.length === 0
        ? all
        : all.filter((row) => {
            const text = search(row).toLowerCase();
            return words.every((word) => text.includes(word));
          });
    setText(total, found.length === all.length ? count(all.length) : `${count(found.length)} of ${count(all.length)}`);
    setHidden(table.root, found.length === 0);
    setHidden(none, found.length > 0);
    table.show(found);
  };
  input.addEventListener('input', () => {
    changePlace({ filter: input.value });
    if (last !== undefined) show(last);
  });
  return { root, show };
}
