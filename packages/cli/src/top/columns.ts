import { shortNumber } from './short-number.js';
import type { TopRow } from './top-row.js';

/** A column of `zmq top`. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** The smallest width that it can be cut to; others are never cut. */
  readonly least?: number;
  /** How many columns of its end stay when it is cut: the port of an endpoint. Default 0. */
  readonly tail?: number;
  /** Whether a row has something to say in it: a column that is empty in all rows is left out. Default: always. */
  readonly has?: (row: TopRow) => boolean;
  text(row: TopRow, now: number): string;
}

/** All columns, in their order. */
const COLUMNS: readonly Column[] = [
  { title: 'PROCESS', align: 'left', least: 8, text: ({ process }) => process },
  { title: 'PID', align: 'right', text: ({ pid }) => pid },
  { title: '#', align: 'right', text: ({ socket }) => `${socket}` },
  { title: 'TYPE', align: 'left', text: ({ type }) => type },
  { title: 'ENDPOINT', align: 'left', least: 12, tail: 6, text: ({ endpoint }) => endpoint },
  { title: 'PEERS', align: 'right', text: ({ peers }) => shortNumber(peers) },
  { title: 'IN/s', align: 'right', text: (row) => shortNumber(row.in) },
  { title: 'OUT/s', align: 'right', text: ({ out }) => shortNumber(out) },
  { title: 'B/s', align: 'right', text: ({ bytes }) => shortNumber(bytes) },
  { title: 'Q-IN', align: 'right', text: ({ queuedIn }) => shortNumber(queuedIn) },
  { title: 'Q-OUT', align: 'right', text: ({ queuedOut }) => shortNumber(queuedOut) },
  { title: 'DROPPED', align: 'left', least: 7, text: ({ dropped }) => countsText(dropped) },
  {
    title: 'ERRORS',
    align: 'left',
    least: 6,
    has: ({ errors }) => errors !== undefined,
    text: ({ errors }) => countsText(errors),
  },
  { title: 'LAST EVENT', align: 'left', least: 10, text: ({ lastEvent }, now) => eventText(lastEvent, now) },
];

/** Those of {@link COLUMNS} that these rows have something in. */
export function columnsOf(rows: readonly TopRow[]): readonly Column[] {
  return COLUMNS.filter(({ has }) => has === undefined || rows.some((row) => has(row)));
}

/** `0`, or the reasons: `full 3, linger 1`; `-` when it is not known. */
function countsText(counts: Readonly<Record<string, number>> | undefined): string {
  if (counts === undefined) return '-';
  const reasons = Object.entries(counts).filter(([, count]) => count > 0);
  return reasons.length === 0 ? '0' : reasons.map(([reason, count]) => `${reason} ${shortNumber(count)}`).join(', ');
}

function eventText(event: TopRow['lastEvent'], now: number): string {
  return event === undefined ? '-' : `${age(now - event.time)} ${event.name}`;
}

/** `5s`, `3m`, `2h`, `9d`: the clocks of two machines may differ. */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)}m`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}
