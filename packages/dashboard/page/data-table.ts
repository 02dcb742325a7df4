import { element, setAttribute, setHidden, setText } from './element.js';
import { changePlace, currentPlace } from './place.js';
import { SortedRows, type SortValue } from './sorted-rows.js';

/** A column of a table. */
export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** What the cell shows. */
  readonly text: (row: Row) => string;
  /** By what it is sorted; default: by its text. `null` is last. */
  readonly value?: ((row: Row) => SortValue) | undefined;
  readonly isNumber?: boolean | undefined;
  /** Where the text leads to. */
  readonly link?: ((row: Row) => string) | undefined;
  /** A class of the cell, for what needs attention. */
  readonly mark?: ((row: Row) => string) | undefined;
}

/** How a table behaves. */
export interface TableOptions<Row> {
  /** The name of the table, for those who do not see it. */
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  /** By what a row is known when it has changed. */
  readonly keyOf: (row: Row) => unknown;
  /** The order as long as no column was chosen: `-in` for the largest first. */
  readonly sort: string;
  /** Only the first rows, in no frame that scrolls, and with an order that is not changed. */
  readonly most?: number | undefined;
}

/** Of each row, in pixels: as in the style sheet. */
const ROW_HEIGHT = 34;
/** Rows above and below those that are seen. */
const MARGIN = 8;

/** A row with the element of each of its cells. */
interface Line {
  readonly line: HTMLTableRowElement;
  readonly cells: readonly (HTMLTableCellElement | HTMLAnchorElement)[];
}

/**
 * A table that has elements for the rows that are seen alone, so that ten thousand rows cost no more than twenty. An element
 * stays where it is and gets other texts: what has the focus keeps it.
 */
export class DataTable<Row> {
  readonly root: HTMLElement;
  readonly #options: TableOptions<Row>;
  readonly #table: HTMLTableElement;
  readonly #body = element('tbody');
  readonly #above = element('tr', { class: 'spacer', 'aria-hidden': 'true' });
  readonly #below = element('tr', { class: 'spacer', 'aria-hidden': 'true' });
  readonly #heads = new Map<string, HTMLTableCellElement>();
  readonly #lines: Line[] = [];
  readonly #sorted: SortedRows<Row>;
  #rows: readonly Row[] = [];
  #sort: string;

  constructor(options: TableOptions<Row>) {
    this.#options = options;
    const isWhole = options.most === undefined;
    this.#sort = (isWhole ? currentPlace().sort : '') || options.sort;
    this.#sorted = new SortedRows(options.keyOf);
    const head = element(
      'tr',
      { 'aria-rowindex': isWhole ? 1 : undefined },
      ...options.columns.map((each) => this.#head(each)),
    );
    this.#body.append(this.#above, this.#below);
    this.#table = element('table', { 'aria-label': options.name }, element('thead', {}, head), this.#body);
    this.#order();
    this.root = element(
      'div',
      {
        class: isWhole ? 'scroller whole' : 'scroller',
        tabindex: 0,
        role: 'region',
        'aria-label': `${options.name}, scrollable`,
      },
      this.#table,
    );
    if (!isWhole) return;
    this.root.addEventListener('scroll', () => this.#draw(), { passive: true });
    // How many rows are seen is known when there are some.
    new ResizeObserver(() => this.#draw()).observe(this.root);
  }

  /** Shows these rows in the place of those before. */
  show(rows: readonly Row[]): void {
    this.#rows = this.#sorted.update(rows).slice(0, this.#options.most);
    this.#draw();
  }

  #head(column: Column<Row>): HTMLTableCellElement {
    const className = column.isNumber === true ? 'number' : undefined;
    if (this.#options.most !== undefined) return element('th', { scope: 'col', class: className }, column.title);
    const button = element('button', { type: 'button' }, column.title);
    button.addEventListener('click', () => this.#sortBy(column));
    const head = element('th', { scope: 'col', class: className }, button);
    this.#heads.set(column.id, head);
    return head;
  }

  /** The first time in the direction that is wanted more often, and then in the other one. */
  #sortBy({ id, isNumber }: Column<Row>): void {
    const [first, second] = isNumber === true ? [`-${id}`, id] : [id, `-${id}`];
    this.#sort = this.#sort === first ? second : first;
    changePlace({ sort: this.#sort });
    this.#order();
    this.show(this.#rows);
  }

  #order(): void {
    const isDown = this.#sort.startsWith('-');
    const column = this.#options.columns.find(({ id }) => id === this.#sort.replace(/^-/u, ''));
    for (const [id, head] of this.#heads) {
      if (id === column?.id) head.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    }
    if (column !== undefined) this.#sorted.sortBy(column.value ?? column.text, isDown);
  }

  #draw(): void {
    const { root } = this;
    const seen = this.#options.most === undefined ? Math.ceil((root.clientHeight || 800) / ROW_HEIGHT) : Infinity;
    const last = Math.max(0, this.#rows.length - seen);
    const first = Math.max(0, Math.min(Math.floor(root.scrollTop / ROW_HEIGHT), last) - MARGIN);
    const shown = this.#rows.slice(first, Math.min(this.#rows.length, first + seen + 2 * MARGIN));
    while (this.#lines.length < shown.length) this.#addLine();
    while (this.#lines.length > shown.length) this.#lines.pop()?.line.remove();
    for (const [index, row] of shown.entries()) this.#fill(this.#lines[index] as Line, row, first + index);
    setHeight(this.#above, first * ROW_HEIGHT);
    setHeight(this.#below, (this.#rows.length - first - shown.length) * ROW_HEIGHT);
    setAttribute(this.#table, 'aria-rowcount', this.#rows.length + 1);
  }

  #addLine(): void {
    const line = element('tr');
    const cells = this.#options.columns.map(({ isNumber, link }) => {
      const cell = element('td', { class: isNumber === true ? 'number' : undefined });
      line.append(cell);
      if (link === undefined) return cell;
      const anchor = element('a');
      cell.append(anchor);
      return anchor;
    });
    this.#below.before(line);
    this.#lines.push({ line, cells });
  }

  #fill({ line, cells }: Line, row: Row, index: number): void {
    setAttribute(line, 'aria-rowindex', index + 2);
    line.classList.toggle('odd', index % 2 === 1);
    for (const [at, { text, link, mark, isNumber }] of this.#options.columns.entries()) {
      const cell = cells[at] as HTMLElement;
      const shown = text(row);
      setText(cell, shown);
      if (isNumber !== true) setAttribute(cell, 'title', shown);
      if (link !== undefined) setAttribute(cell, 'href', link(row));
      if (mark !== undefined) setAttribute(cell, 'class', `${isNumber === true ? 'number ' : ''}${mark(row)}`);
    }
  }
}

function setHeight(spacer: HTMLTableRowElement, pixels: number): void {
  setHidden(spacer, pixels <= 0);
  const height = `${Math.max(0, pixels)}px`;
  if (spacer.style.height !== height) spacer.style.height = height;
}
