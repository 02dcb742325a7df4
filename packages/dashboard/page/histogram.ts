import { element, setText } from './element.js';
import { count } from './format.js';

/** The elements of a bucket. */
interface Line {
  readonly bar: HTMLElement;
  readonly count: HTMLElement;
  readonly share: HTMLElement;
}

/** Counts by bucket, as a table with a bar in each row: who does not see the bars has the same figures. */
export class Histogram {
  readonly root: HTMLElement;
  readonly #body = element('tbody');
  #lines: readonly Line[] = [];

  /**
   * @param title The name of the table.
   * @param bucket What buckets are, as the head of their column.
   * @param counted What is counted.
   */
  constructor(title: string, bucket: string, counted: string) {
    const heads = [bucket, counted, 'Cumulative'].map((text) =>
      element('th', { scope: 'col', class: text === bucket ? undefined : 'number' }, text),
    );
    // The column of bars has no name: it has nothing to tell that is not in the others.
    const head = element('tr', {}, ...heads, element('td', { 'aria-hidden': 'true' }));
    this.root = element(
      'div',
      { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': `${title}, scrollable` },
      element('table', { class: 'histogram', 'aria-label': title }, element('thead', {}, head), this.#body),
    );
  }

  /** @param names Of the buckets, of which there is one for each count. */
  show(names: readonly string[], counts: readonly number[]): void {
    if (this.#lines.length !== names.length) this.#lines = this.#made(names);
    const largest = Math.max(1, ...counts);
    const total = counts.reduce((sum, each) => sum + each, 0);
    let below = 0;
    for (const [index, line] of this.#lines.entries()) {
      const value = counts[index] ?? 0;
      below += value;
      setText(line.count, count(value));
      setText(line.share, total === 0 ? '–' : shareOf(below, total));
      const width = `${Math.round((value / largest) * 1000) / 10}%`;
      if (line.bar.style.width !== width) line.bar.style.width = width;
      line.bar.classList.toggle('some', value > 0);
    }
  }

  #made(names: readonly string[]): readonly Line[] {
    const lines = names.map(() => ({
      bar: element('div', { class: 'bar-of-count' }),
      count: element('td', { class: 'number' }),
      share: element('td', { class: 'number' }),
    }));
    const rows = lines.map(({ bar, count: value, share }, index) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, names[index]),
        value,
        share,
        element('td', { 'aria-hidden': 'true' }, bar),
      ),
    );
    this.#body.replaceChildren(...rows);
    return lines;
  }
}

/** `99.9%`, which is 100% only for all. */
function shareOf(part: number, whole: number): string {
  return `${(Math.floor((part / whole) * 1000) / 10).toFixed(1)}%`;
}
