import type { PeerRow, ProcessRow, SocketRow } from '../src/page-message.js';
import type { Column } from './data-table.js';
import { ageOf, bytes, count, short } from './format.js';
import { addressOf } from './place.js';

/** By what a socket is found in a filter: no other one has it. */
export function socketName({ processName, pid, id }: Pick<SocketRow, 'processName' | 'pid' | 'id'>): string {
  return `${processName}[${pid}]#${id}`;
}

/** What sockets are sorted by: #10 comes after #9. */
function socketOrder({ processName, pid, id }: Pick<SocketRow, 'processName' | 'pid' | 'id'>): string {
  return `${processName} ${String(pid).padStart(10)} ${String(id).padStart(10)}`;
}

/** Its endpoints, as text. */
export function endpointText({ endpoints }: SocketRow): string {
  return endpoints.length === 0 ? '–' : endpoints.join(', ');
}

export const SOCKET_COLUMNS: readonly Column<SocketRow>[] = [
  {
    id: 'socket',
    title: 'Socket',
    text: socketName,
    value: socketOrder,
    link: (row) => addressOf({ view: 'peers', filter: socketName(row) }),
  },
  { id: 'type', title: 'Type', text: ({ type }) => type },
  { id: 'endpoint', title: 'Endpoints', text: endpointText },
  figure('peers', 'Peers', ({ peers }) => peers, count),
  figure('in', 'In/s', ({ inRate }) => inRate, short),
  figure('out', 'Out/s', ({ outRate }) => outRate, short),
  figure('inBytes', 'Bytes in/s', ({ inBytesRate }) => inBytesRate, bytes),
  figure('outBytes', 'Bytes out/s', ({ outBytesRate }) => outBytesRate, bytes),
  { ...figure<SocketRow>('queuedIn', 'Queued in', ({ queuedIn }) => queuedIn, count) },
  figure('queuedOut', 'Queued out', ({ queuedOut }) => queuedOut, count),
  {
    ...figure<SocketRow>('dropped', 'Dropped', ({ droppedTotal }) => droppedTotal, count),
    mark: ({ droppedRate, droppedTotal }) => (droppedRate > 0 ? 'bad' : droppedTotal > 0 ? 'notice' : ''),
  },
  { id: 'event', title: 'Last event', text: ({ lastEvent }) => lastEvent || '–' },
  { id: 'engine', title: 'Engine', text: ({ engine }) => engine },
];

export const PROCESS_COLUMNS: readonly Column<ProcessRow>[] = [
  {
    id: 'name',
    title: 'Process',
    text: ({ name }) => name,
    link: ({ name, pid }) => addressOf({ view: 'sockets', filter: `${name}[${pid}]` }),
  },
  figure('pid', 'Pid', ({ pid }) => pid, String),
  {
    id: 'runtime',
    title: 'Runtime',
    text: ({ runtime, thread }) => (thread === 0 ? runtime : `${runtime}, thread ${thread}`),
  },
  figure('sockets', 'Sockets', ({ sockets }) => sockets, count),
  figure('peers', 'Peers', ({ peers }) => peers, count),
  figure('in', 'In/s', ({ inRate }) => inRate, short),
  figure('out', 'Out/s', ({ outRate }) => outRate, short),
];

/** @param now The clock of the server. */
export function peerColumns(now: () => number): readonly Column<PeerRow>[] {
  return [
    {
      id: 'address',
      title: 'Peer',
      text: (row) => (row.count > 1 ? `${count(row.count)} others` : row.address || '–'),
    },
    { id: 'type', title: 'Type', text: ({ type }) => type || '–' },
    {
      id: 'socket',
      title: 'Of socket',
      text: peerSocket,
      value: (row) => `${socketOrder({ ...row, id: row.socketId })} ${row.address}`,
      link: (row) => addressOf({ view: 'sockets', filter: peerSocket(row) }),
    },
    { id: 'endpoint', title: 'Through', text: ({ endpoint }) => endpoint || '–' },
    { id: 'mechanism', title: 'Security', text: ({ mechanism }) => mechanism || '–' },
    { id: 'user', title: 'User', text: ({ user }) => user || '–' },
    {
      ...figure<PeerRow>(
        'since',
        'Connected for',
        ({ since }) => since,
        (since) => ageOf(since, now()),
      ),
      // The longest first, as of all numbers.
      value: ({ since }) => (since === null ? null : -since),
    },
    figure('in', 'Received', ({ received }) => received, count),
    figure('out', 'Sent', ({ sent }) => sent, count),
    figure('queuedIn', 'Queued in', ({ queuedIn }) => queuedIn, count),
    figure('queuedOut', 'Queued out', ({ queuedOut }) => queuedOut, count),
    {
      ...figure<PeerRow>('dropped', 'Dropped', ({ dropped }) => dropped, count),
      mark: ({ dropped }) => ((dropped ?? 0) > 0 ? 'notice' : ''),
    },
  ];
}

export function peerSocket({ processName, pid, socketId }: PeerRow): string {
  return socketName({ processName, pid, id: socketId });
}

function figure<Row>(
  id: string,
  title: string,
  value: (row: Row) => number | null,
  text: (value: number | null) => string,
): Column<Row> {
  return { id, title, isNumber: true, value, text: (row) => text(value(row)) };
}
