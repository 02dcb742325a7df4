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
  text(row: TopRow, now: number): string;
}

/** All columns, in their order. */
export const COLUMNS: readonly Column[] = [
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
  { title: 'DROPPED', align: 'left', least: 7, text: ({ dropped }) => droppedText(dropped) },
  { title: 'LAST EVENT', align: 'left', least: 10, text: ({ lastEvent }, now) => eventText(lastEvent, now) },
];

/** `0`, or the reasons: `full 3, linger 1`; `-` when it is not known. */
export function droppedText(dropped: TopRow['dropped']): string {
  if (dropped === undefined) return '-';
  const reasons = Object.entries(dropped).filter(([, count]) => count > 0);
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
