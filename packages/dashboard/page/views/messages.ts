import type { MessageRow } from '../../src/page-message.js';
import { element } from '../element.js';
import type { Figures } from '../figures.js';
import { bytes, count, timeOf } from '../format.js';
import { hint } from '../hints.js';
import { listView } from '../list-view.js';
import { RecordBar } from '../record-bar.js';
import type { View, ViewDefinition } from '../view.js';

export const MESSAGES: ViewDefinition = { id: 'messages', title: 'Messages', make };

function make(): View {
  let now = 0;
  const bar = new RecordBar();
  const list = listView<MessageRow>({
    title: 'Messages',
    columns: [
      { id: 'time', title: 'Time', value: ({ number }) => number, text: ({ time }) => timeOf(time, now) },
      { id: 'message', title: 'Message', text: messageOf, mark: () => 'message' },
      { id: 'source', title: 'From', text: ({ source }) => source },
      { id: 'frames', title: 'Frames', isNumber: true, value: (row) => row.frames, text: (row) => count(row.frames) },
      { id: 'bytes', title: 'Bytes', isNumber: true, value: (row) => row.bytes, text: (row) => bytes(row.bytes) },
    ],
    sort: '-time',
    keyOf: ({ number }) => number,
    rows: ({ messages }) => messages,
    search: (row) => `${row.source} ${row.text ?? ''}`,
    empty: () =>
      hint(
        'No messages yet',
        'Messages are shown when they come. If none does: a socket that subscribes gets what a PUB or XPUB sends, of the topics that it subscribes to. The command zmq probe says what is at an endpoint.',
      ),
    isOfProcesses: false,
  });
  const nothing = element(
    'div',
    { class: 'hint' },
    element('h1', {}, 'No messages are shown'),
    element('p', {}, 'Start the dashboard with the endpoint of a publisher, to which it subscribes:'),
    element('pre', { tabindex: 0 }, 'zmq dashboard --show-messages --tail tcp://127.0.0.1:5556'),
    element('p', {}, 'In an application, give it sockets that receive copies of messages:'),
    element('pre', { tabindex: 0 }, 'dashboard({ auth, tail: { sockets: [subscriber], showMessages: true } })'),
    element('p', {}, 'Of other sockets, messages go to one receiver each. A proxy in the middle publishes copies:'),
    element(
      'pre',
      { tabindex: 0 },
      'zmq proxy tcp://127.0.0.1:5555 tcp://127.0.0.1:6666 \\\n  --capture tcp://127.0.0.1:5556 --capture-type pub',
    ),
    element(
      'p',
      {},
      'With --allow-actions and --record-folder FOLDER, or with the option tail.recorder, they can be recorded from here.',
    ),
  );
  const whole = element('div', {}, bar.root, list.root);
  const root = element('div', {}, nothing);
  return {
    root,
    show: (figures: Figures) => {
      ({ now } = figures);
      const shown = figures.tail === undefined ? nothing : whole;
      if (root.firstChild !== shown) root.replaceChildren(shown);
      bar.show(figures);
      list.show(figures);
    },
  };
}

function messageOf({ text, isCut }: MessageRow): string {
  if (text === null) return 'shown with --show-messages, or tail.showMessages';
  return isCut ? `${text} …` : text;
}
