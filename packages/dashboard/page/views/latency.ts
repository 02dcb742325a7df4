import { socketName } from '../columns.js';
import { element, setHidden, setText } from '../element.js';
import type { Figures } from '../figures.js';
import { count, duration, UNKNOWN } from '../format.js';
import { Histogram } from '../histogram.js';
import { noProcess } from '../hints.js';
import { bucketOf, type Latencies, sumOfLatencies } from '../latencies.js';
import { changePlace, currentPlace } from '../place.js';
import { SocketChoice } from '../socket-choice.js';
import type { View, ViewDefinition } from '../view.js';

export const LATENCY: ViewDefinition = { id: 'latency', title: 'Latency', make };

const EXAMPLE = `import { ZMQRequest } from '@zeromq-ts/reqrep';

const client = new ZMQRequest('tcp://127.0.0.1:5555');
const reply = await client.request('ping');`;

/** A figure with a name, and what it means. */
interface Tile {
  readonly name: string;
  readonly title: string;
  readonly text: (sum: Latencies, bounds: readonly number[]) => string;
}

const TIMES: readonly Tile[] = [
  percentile('Median', 0.5),
  percentile('90th percentile', 0.9),
  percentile('99th percentile', 0.99),
  {
    name: 'Mean',
    title: 'The mean of the times to the reply',
    text: ({ latencySum, replies }) => (replies === 0 ? UNKNOWN : duration(latencySum / replies)),
  },
];

const COUNTS: readonly Tile[] = [
  { name: 'Calls', title: 'Calls of request() that have begun', text: ({ requests }) => count(requests) },
  { name: 'Replies', title: 'Calls that have ended with a reply', text: ({ replies }) => count(replies) },
  { name: 'Retries', title: 'How often a request was sent again', text: ({ retries }) => count(retries) },
  { name: 'Timeouts', title: 'Attempts without a reply in their time', text: ({ timeouts }) => count(timeouts) },
  { name: 'Losses', title: 'Attempts whose connection was lost', text: ({ losses }) => count(losses) },
  { name: 'Failures', title: 'Calls that have rejected', text: ({ failures }) => count(failures) },
];

function make(): View {
  const tiles = [...TIMES, ...COUNTS].map(({ name, title, text }) => {
    const value = element('b');
    return { text, value, tile: element('li', { class: 'tile', title }, element('span', {}, name), value) };
  });
  const elements = tiles.map(({ tile }) => tile);
  const histogram = new Histogram('Replies by latency', 'Latency', 'Replies');
  const choice = new SocketChoice('All REQ sockets', currentPlace().filter, (filter) => {
    changePlace({ filter });
    if (last !== undefined) show(last);
  });
  const total = element('p', { class: 'total', role: 'status' });
  const gone = element('p', { class: 'none' }, 'This socket is closed, or has no figures of request().');
  const shownFigures = element(
    'div',
    {},
    element('ul', { class: 'tiles times' }, ...elements.slice(0, TIMES.length)),
    element('ul', { class: 'tiles' }, ...elements.slice(TIMES.length)),
    element(
      'section',
      { 'aria-label': 'Replies by latency' },
      element('h2', {}, 'Replies by latency'),
      histogram.root,
      element(
        'p',
        { class: 'note' },
        'All calls of request() since the sockets were created, by the time from the first attempt to the reply, retries included.',
      ),
    ),
  );
  const whole = element(
    'div',
    {},
    element('div', { class: 'tools' }, element('h1', {}, 'Latency'), total, choice.root),
    shownFigures,
    gone,
  );
  const nothing = element(
    'div',
    { class: 'hint' },
    element('h1', {}, 'No calls of request()'),
    element('p', {}, 'Call request() of a ZMQRequest in a process that exposes its figures:'),
    element('pre', { tabindex: 0 }, EXAMPLE),
    element('p', {}, 'What send() and receive() of a REQ exchange is not timed.'),
  );
  const lonely = noProcess();
  const root = element('div', { class: 'view' }, whole);
  let last: Figures | undefined;
  const show = (figures: Figures): void => {
    last = figures;
    const timed = [...figures.sockets.values()].filter(({ requests }) => requests !== null);
    const isEmpty = timed.every(({ requests }) => requests?.requests === 0);
    const shown = !isEmpty ? whole : figures.processes.size === 0 ? lonely : nothing;
    if (root.firstChild !== shown) root.replaceChildren(shown);
    choice.show(timed.map(socketName));
    const chosen = timed.filter((row) => choice.value === '' || socketName(row) === choice.value);
    setHidden(shownFigures, chosen.length === 0);
    setHidden(gone, chosen.length > 0);
    setText(total, `${count(chosen.length)} of ${count(timed.length)} sockets`);
    const bounds = figures.latencyBounds;
    const sum = sumOfLatencies(chosen, bounds.length + 1);
    for (const { text, value } of tiles) setText(value, text(sum, bounds));
    histogram.show(
      sum.latencyCounts.map((_, index) => nameOf(index, bounds)),
      sum.latencyCounts,
    );
  };
  return { root, show };
}

function percentile(name: string, share: number): Tile {
  return {
    name,
    title: 'By the bounds of the buckets below',
    text: ({ latencyCounts }, bounds) => {
      const bucket = bucketOf(latencyCounts, share);
      return bucket === undefined ? UNKNOWN : nameOf(bucket, bounds);
    },
  };
}

/** The name of a bucket. */
function nameOf(index: number, bounds: readonly number[]): string {
  const bound = bounds[index];
  return bound === undefined ? `more than ${duration(bounds.at(-1) ?? 0)}` : `at most ${duration(bound)}`;
}
