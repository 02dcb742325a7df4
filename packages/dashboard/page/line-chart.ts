import type { HistoryPoint } from '../src/page-message.js';
import { drawn, element, setText } from './element.js';
import { timeOf } from './format.js';

/** A line of a chart. */
export interface Series {
  readonly name: string;
  /** The class of its line and of its sign in the legend. */
  readonly style: string;
  readonly value: (point: HistoryPoint) => number;
}

const [WIDTH, HEIGHT] = [600, 160];
const SPAN_MS = 300_000;
const STEPS = 4;

/** The last five minutes as lines. The figures of the newest point, or of the one below the pointer, are in the legend. */
export class LineChart {
  readonly root: HTMLElement;
  readonly #series: readonly Series[];
  readonly #format: (value: number) => string;
  readonly #base: 10 | 1024;
  readonly #paths: readonly SVGPathElement[];
  readonly #areas: readonly SVGPathElement[];
  readonly #values: readonly HTMLElement[];
  readonly #labels: readonly HTMLElement[];
  readonly #cursor = drawn('line', { class: 'cursor', y1: 0, y2: HEIGHT, visibility: 'hidden' });
  readonly #when = element('span', { class: 'when' });
  #points: readonly HistoryPoint[] = [];
  #now = 0;
  /** Where the pointer is, from 0 at the left to 1 at the right. */
  #pointer: number | undefined;

  /** @param base What a unit of the scale is a power of. */
  constructor(title: string, series: readonly Series[], format: (value: number) => string, base: 10 | 1024) {
    this.#base = base;
    this.#series = series;
    this.#format = format;
    this.#areas = series.map(({ style }) => drawn('path', { class: `area ${style}` }));
    this.#paths = series.map(({ style }) => drawn('path', { class: `line ${style}` }));
    this.#values = series.map(() => element('b', {}, '–'));
    this.#labels = Array.from({ length: STEPS + 1 }, () => element('span'));
    const grid = Array.from({ length: STEPS + 1 }, (_, step) => {
      const y = (HEIGHT * step) / STEPS;
      return drawn('line', { class: 'grid', x1: 0, x2: WIDTH, y1: y, y2: y });
    });
    const svg = drawn(
      'svg',
      {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        preserveAspectRatio: 'none',
        role: 'img',
        'aria-label': `${title}, the last five minutes`,
      },
      ...grid,
      ...this.#areas,
      ...this.#paths,
      this.#cursor,
    );
    svg.addEventListener('pointermove', (event) => {
      const { left, width } = svg.getBoundingClientRect();
      this.#pointer = (event.clientX - left) / width;
      this.#draw();
    });
    svg.addEventListener('pointerleave', () => {
      this.#pointer = undefined;
      this.#draw();
    });
    const legend = series.map(({ name, style }, index) =>
      element('li', {}, element('i', { class: `sign ${style}` }), `${name} `, this.#values[index]),
    );
    this.root = element(
      'section',
      { class: 'chart', 'aria-label': title },
      element('header', {}, element('h2', {}, title), this.#when, element('ul', {}, ...legend)),
      element(
        'div',
        { class: 'plot' },
        element('div', { class: 'scale', 'aria-hidden': 'true' }, ...this.#labels),
        svg,
      ),
      element(
        'div',
        { class: 'span', 'aria-hidden': 'true' },
        ...['5 min ago', '4', '3', '2', '1', 'now'].map((text) => element('span', {}, text)),
      ),
    );
  }

  show(points: readonly HistoryPoint[], now: number): void {
    [this.#points, this.#now] = [points, now];
    this.#draw();
  }

  #draw(): void {
    const largest = this.#points.reduce(
      (most, point) => Math.max(most, ...this.#series.map(({ value }) => value(point))),
      0,
    );
    const top = roundUp(largest, this.#base);
    for (const [step, label] of this.#labels.entries()) setText(label, this.#format((top * (STEPS - step)) / STEPS));
    const x = ({ time }: HistoryPoint): number => WIDTH * (1 - (this.#now - time) / SPAN_MS);
    for (const [index, { value }] of this.#series.entries()) {
      const places = this.#points.map(
        (point) => `${x(point).toFixed(1)},${(HEIGHT * (1 - value(point) / top)).toFixed(1)}`,
      );
      const line = places.length === 0 ? '' : `M${places.join('L')}`;
      const [first, last] = [this.#points[0], this.#points.at(-1)];
      this.#paths[index]?.setAttribute('d', line);
      this.#areas[index]?.setAttribute(
        'd',
        first === undefined || last === undefined ? '' : `${line}L${x(last)},${HEIGHT}L${x(first)},${HEIGHT}Z`,
      );
    }
    this.#tell(x);
  }

  #tell(x: (point: HistoryPoint) => number): void {
    const at = this.#pointer === undefined ? undefined : this.#pointer * WIDTH;
    const distance = (point: HistoryPoint): number => Math.abs(x(point) - (at ?? 0));
    const point =
      at === undefined
        ? this.#points.at(-1)
        : this.#points.reduce<HistoryPoint | undefined>(
            (best, each) => (best === undefined || distance(each) < distance(best) ? each : best),
            undefined,
          );
    const isPast = at !== undefined && point !== undefined;
    this.#cursor.setAttribute('visibility', isPast ? 'visible' : 'hidden');
    if (isPast) for (const end of ['x1', 'x2']) this.#cursor.setAttribute(end, x(point).toFixed(1));
    setText(this.#when, isPast ? timeOf(point.time, this.#now) : '');
    for (const [index, { value }] of this.#series.entries()) {
      const node = this.#values[index];
      if (node !== undefined) setText(node, point === undefined ? '–' : this.#format(value(point)));
    }
  }
}

/** The end of the scale: 1, 2, 4, 5 or 8 and zeros, that is at least so much; of bytes, times a power of 1024. */
function roundUp(value: number, base: 10 | 1024): number {
  const unit = base === 10 ? 1 : 1024 ** Math.max(1, Math.floor(Math.log2(Math.max(value, 1)) / 10));
  const rest = Math.max(value / unit, 4);
  const power = 10 ** Math.floor(Math.log10(rest));
  return unit * ([1, 2, 4, 5, 8, 10].map((factor) => factor * power).find((each) => each >= rest) ?? 10 * power);
}
