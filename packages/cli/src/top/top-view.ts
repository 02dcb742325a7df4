import { lookupName } from './host-names.js';
import { sortRows } from './sort-rows.js';
import { type Sort, SORTS } from './sorts.js';
import { tableLines, type TableLine } from './table.js';
import { columnsOf } from './columns.js';
import { fit } from './text-width.js';
import type { TopRow } from './top-row.js';

/** What keys change. */
export interface ViewState {
  readonly sort: Sort;
  readonly withPeers: boolean;
  readonly withNames: boolean;
  readonly isPaused: boolean;
  readonly isHelp: boolean;
  readonly skip: number;
  /** The first line of the table that is shown. */
  readonly top: number;
}

/** What a key does; `undefined` for one without a meaning, `quit` to end. */
export function pressed(key: string, state: ViewState): ViewState | 'quit' | undefined {
  if (state.isHelp && key !== 'q') return { ...state, isHelp: false };
  switch (key) {
    case 'q':
      return 'quit';
    case '?':
    case 'h':
      return { ...state, isHelp: true };
    case 'o':
      return { ...state, sort: SORTS[(SORTS.indexOf(state.sort) + 1) % SORTS.length] ?? 'process', top: 0 };
    case 's':
      return { ...state, withPeers: !state.withPeers, top: 0 };
    case 'd':
      return { ...state, withNames: !state.withNames };
    case 'p':
    case ' ':
      return { ...state, isPaused: !state.isPaused };
    default:
      return moved(key, state);
  }
}

function moved(key: string, state: ViewState): ViewState | undefined {
  const { top, skip } = state;
  switch (key.replace('\u001BO', '\u001B[')) {
    case '\u001B[A':
      return { ...state, top: Math.max(0, top - 1) };
    case '\u001B[B':
      return { ...state, top: top + 1 };
    case '\u001B[5~':
      return { ...state, top: Math.max(0, top - 10) };
    case '\u001B[6~':
      return { ...state, top: top + 10 };
    case '\u001B[H':
      return { ...state, top: 0 };
    case '\u001B[D':
      return { ...state, skip: Math.max(0, skip - 1) };
    case '\u001B[C':
      return { ...state, skip: skip + 1 };
    default:
      return undefined;
  }
}

const HELP = [
  'o        sort by the next of: process, type, peers, in, out, bytes, queued, dropped, errors',
  's        show the peers of each socket',
  'd        show the names of hosts instead of addresses (asks the name server)',
  'p        pause, and go on',
  'arrows   the other rows and columns; PgUp, PgDn, Home',
  '?        this help',
  'q        quit',
  '',
  'IN/s and OUT/s are messages, Q-IN and Q-OUT wait in queues; - is not known.',
];

/** What is to be drawn. */
export interface Drawing {
  readonly lines: readonly TableLine[];
  /** The first line that was shown: no further than the last one. */
  readonly top: number;
  /** The columns that were passed over: one at least is shown. */
  readonly skip: number;
}

/** A screen: a line of what is watched, the table, a line of keys. */
export function draw(
  rows: readonly TopRow[],
  processes: number,
  state: ViewState,
  size: { readonly columns: number; readonly rows: number },
  hint: readonly string[],
  now: number,
): Drawing {
  const { columns } = size;
  const title = `zmq top  ${new Date(now).toISOString().slice(11, 19)}Z  ${count(processes, 'process', 'processes')}, ${count(rows.length, 'socket', 'sockets')}, by ${state.sort}${state.isPaused ? '  PAUSED' : ''}`;
  const keys = 'o sort  s peers  d names  p pause  ? help  q quit';
  const nameOf = state.withNames ? lookupName : (address: string): string => address;
  const skip = Math.min(state.skip, columnsOf(rows).length - 2);
  const table = tableLines(sortRows(rows, state.sort), {
    width: columns,
    skip,
    withPeers: state.withPeers,
    now,
    nameOf,
  });
  const room = size.rows - 3;
  const body = state.isHelp
    ? HELP.map((text) => plain(text))
    : rows.length === 0
      ? hint.map((text) => plain(text))
      : table.slice(1);
  const top = Math.max(0, Math.min(state.top, body.length - room));
  const shown = body.slice(top, top + room);
  const left = body.length - top - shown.length;
  const more = left > 0 ? `  (${left} more below)` : '';
  const head = state.isHelp || rows.length === 0 ? plain('') : (table[0] ?? plain(''));
  const lines = [
    plain(title),
    head,
    ...shown,
    ...Array.from({ length: room - shown.length }, () => plain('')),
    plain(keys + more),
  ];
  return { lines: lines.map(({ text, kind }) => ({ text: fit(text, columns), kind })), top, skip };
}

function plain(text: string): TableLine {
  return { text, kind: 'socket' };
}

function count(number: number, one: string, several: string): string {
  return `${number} ${number === 1 ? one : several}`;
}
