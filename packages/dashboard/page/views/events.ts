import type { EventRow } from '../../src/page-message.js';
import { socketName } from '../columns.js';
import type { Figures } from '../figures.js';
import { timeOf } from '../format.js';
import { hint } from '../hints.js';
import { listView } from '../list-view.js';
import type { View, ViewDefinition } from '../view.js';

const BAD = new Set(['handshake-failed', 'bind-failed', 'accept-failed', 'close-failed', 'dropped', 'process-gone']);
const NOTICE = new Set(['disconnected', 'connect-retried', 'warning', 'duplicate-routing-id', 'ignored']);
const GOOD = new Set(['handshake-succeeded', 'listening', 'process-seen']);

export const EVENTS: ViewDefinition = { id: 'events', title: 'Events', make };

function make(): View {
  let now = 0;
  const { root, show } = listView<EventRow>({
    title: 'Events',
    columns: [
      {
        id: 'time',
        title: 'Time',
        value: ({ time, number }) => time + number / 1e6,
        text: ({ time }) => timeOf(time, now),
      },
      { id: 'name', title: 'Event', text: ({ name }) => name, mark: ({ name }) => `event ${markOf(name)}` },
      { id: 'socket', title: 'Socket', text: nameOf },
      { id: 'type', title: 'Type', text: ({ socketType }) => socketType || '–' },
      { id: 'endpoint', title: 'Endpoint', text: ({ endpoint }) => endpoint || '–' },
      { id: 'address', title: 'Peer', text: ({ address }) => address || '–' },
      { id: 'reason', title: 'Reason', text: ({ reason }) => reason || '–' },
    ],
    sort: '-time',
    keyOf: ({ number }) => number,
    rows: ({ events }) => events,
    search: (row) => `${row.name} ${nameOf(row)} ${row.socketType} ${row.endpoint} ${row.address} ${row.reason}`,
    empty: () =>
      hint(
        'No events',
        'Connections, disconnections, handshakes that fail and drops are listed here when they happen.',
      ),
  });
  return {
    root,
    show: (figures: Figures) => {
      ({ now } = figures);
      show(figures);
    },
  };
}

function nameOf({ processName, pid, socketId }: EventRow): string {
  return socketId === null ? `${processName}[${pid}]` : socketName({ processName, pid, id: socketId });
}

function markOf(name: string): string {
  return BAD.has(name) ? 'bad' : NOTICE.has(name) ? 'notice' : GOOD.has(name) ? 'good' : '';
}
