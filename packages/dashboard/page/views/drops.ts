import type { SocketRow } from '../../src/page-message.js';
import { endpointText, socketName } from '../columns.js';
import { DataTable } from '../data-table.js';
import { element } from '../element.js';
import type { Figures } from '../figures.js';
import { count, short } from '../format.js';
import { hint } from '../hints.js';
import { listView } from '../list-view.js';
import type { View, ViewDefinition } from '../view.js';

/** What the reasons mean, and what to do about them. */
const MEANINGS: Readonly<Record<string, string>> = {
  full: 'The queue of the peer was full: it reads too slowly. Raise sendHighWaterMark, or use noDrop to wait.',
  unroutable: 'There is no peer with this routing id, or none at all. The option mandatory makes it an error.',
  linger: 'Still queued when the socket was closed and linger was over.',
  disconnected: 'Queued for a peer that has disconnected.',
  unread: 'Received, but not read by the application before the socket was closed.',
  'too-large': 'Larger than maxMessageSize.',
  unreadable: 'Not in a form that this socket type can read.',
};

/** A socket and one of the reasons. */
interface Drop {
  readonly socket: SocketRow;
  readonly reason: string;
  readonly count: number;
}

interface Reason {
  readonly reason: string;
  readonly count: number;
}

export const DROPS: ViewDefinition = { id: 'drops', title: 'Drops', make };

function make(): View {
  const reasons = new DataTable<Reason>({
    name: 'Drops by reason',
    columns: [
      { id: 'reason', title: 'Reason', text: ({ reason }) => reason },
      { id: 'count', title: 'Messages', isNumber: true, value: (row) => row.count, text: (row) => count(row.count) },
      { id: 'meaning', title: 'What it means', text: ({ reason }) => MEANINGS[reason] ?? '' },
    ],
    sort: '-count',
    keyOf: ({ reason }) => reason,
    most: 20,
  });
  const list = listView<Drop>({
    title: 'Dropped messages',
    columns: [
      { id: 'reason', title: 'Reason', text: ({ reason }) => reason },
      { id: 'count', title: 'Messages', isNumber: true, value: (row) => row.count, text: (row) => count(row.count) },
      {
        id: 'rate',
        title: 'All reasons/s',
        isNumber: true,
        value: ({ socket }) => socket.droppedRate,
        text: ({ socket }) => short(socket.droppedRate),
        mark: ({ socket }) => (socket.droppedRate > 0 ? 'bad' : ''),
      },
      { id: 'socket', title: 'Socket', text: ({ socket }) => socketName(socket) },
      { id: 'type', title: 'Type', text: ({ socket }) => socket.type },
      { id: 'endpoint', title: 'Endpoints', text: ({ socket }) => endpointText(socket) },
    ],
    sort: '-count',
    keyOf: ({ socket, reason }) => `${socket.key} ${reason}`,
    rows: dropsOf,
    search: ({ socket, reason }) => `${reason} ${socketName(socket)} ${socket.type} ${endpointText(socket)}`,
    head: element('div', { class: 'above' }, reasons.root),
    empty: () =>
      hint(
        'Nothing was dropped',
        'No socket has lost a message, as far as its engine counts them: libzmq does not count all.',
      ),
  });
  return {
    root: list.root,
    show: (figures: Figures) => {
      const sums = new Map<string, number>();
      for (const drop of dropsOf(figures)) sums.set(drop.reason, (sums.get(drop.reason) ?? 0) + drop.count);
      reasons.show([...sums].map(([reason, total]) => ({ reason, count: total })));
      list.show(figures);
    },
  };
}

function* dropsOf({ sockets }: Figures): Iterable<Drop> {
  for (const socket of sockets.values()) {
    for (const [reason, dropped] of Object.entries(socket.dropped)) yield { socket, reason, count: dropped };
  }
}
