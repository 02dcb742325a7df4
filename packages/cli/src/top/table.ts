import { printable } from '../output/printable.js';
import { age, type Column, columnsOf } from './columns.js';
import { shortNumber } from './short-number.js';
import { fit, textWidth } from './text-width.js';
import type { TopRow } from './top-row.js';

/** How a table is written. */
export interface TableLayout {
  /** Columns of the terminal; `Infinity` for none. */
  readonly width: number;
  /** How many columns after the first are passed over, to see those on the right. */
  readonly skip: number;
  /** Whether the peers of each socket follow it. */
  readonly withPeers: boolean;
  /** Milliseconds since 1970, for ages. */
  readonly now: number;
  /** The name of a host, if it has been looked up. */
  readonly nameOf: (address: string) => string;
}

/** A line of a table. */
export interface TableLine {
  readonly text: string;
  readonly kind: 'head' | 'socket' | 'failing' | 'peer';
}

/** Space between columns. */
const GAP = ' ';

/** The lines of a table: its head, and one for each socket, and with peers one for each of these. */
export function tableLines(rows: readonly TopRow[], layout: TableLayout): readonly TableLine[] {
  const all = columnsOf(rows);
  const columns = [...all.slice(0, 1), ...all.slice(1 + layout.skip)];
  const cells = rows.map((row) => columns.map((column) => printable(column.text(row, layout.now))));
  const widths = widthsOf(columns, cells, layout.width);
  const line = (texts: readonly string[]): string =>
    widths.map((width, index) => fit(texts[index] ?? '', width, columns[index])).join(GAP);
  const head: TableLine = { text: line(columns.map(({ title }) => title)), kind: 'head' };
  const body = rows.flatMap((row, index): TableLine[] => {
    const isFailing = [row.dropped, row.errors].some((counts) =>
      Object.values(counts ?? {}).some((count) => count > 0),
    );
    const socket: TableLine = { text: line(cells[index] ?? []), kind: isFailing ? 'failing' : 'socket' };
    return layout.withPeers ? [socket, ...peerLines(row, layout)] : [socket];
  });
  return [head, ...body];
}

/**
 * The width of each column that has room: those that can be cut are, from the widest, and if that is not enough, those on
 * the right are left out.
 */
function widthsOf(columns: readonly Column[], cells: readonly (readonly string[])[], room: number): readonly number[] {
  const widths = columns.map(({ title }, index) =>
    cells.reduce((width, row) => Math.max(width, textWidth(row[index] ?? '')), title.length),
  );
  const total = (): number => widths.reduce((sum, width) => sum + width, 0) + (widths.length - 1) * GAP.length;
  for (;;) {
    let over = total() - room;
    if (over <= 0) return widths;
    const slack = widths.map((width, index) => width - (columns[index]?.least ?? width));
    if (slack.reduce((sum, each) => sum + each, 0) >= over) {
      for (; over > 0; over--) {
        const widest = slack.indexOf(Math.max(...slack));
        slack[widest] = (slack[widest] ?? 0) - 1;
        widths[widest] = (widths[widest] ?? 0) - 1;
      }
      return widths;
    }
    // One column is always there.
    if (widths.length === 1) return [Math.max(1, room)];
    widths.pop();
  }
}

function peerLines({ listed, unlisted }: TopRow, { width, now, nameOf }: TableLayout): TableLine[] {
  const lines = listed.map((peer) => {
    const { address, socketType, mechanism, userId, since } = peer;
    const parts = [
      address === undefined ? '-' : nameOf(address),
      socketType ?? '-',
      mechanism ?? '-',
      ...(userId === undefined || userId === '' ? [] : [`user ${userId}`]),
      `in ${shortNumber(peer.messagesReceived)}`,
      `out ${shortNumber(peer.messagesSent)}`,
      `queued ${shortNumber(peer.queuedIncoming)}/${shortNumber(peer.queuedOutgoing)}`,
      `dropped ${shortNumber(peer.dropped)}`,
      ...(since === undefined ? [] : [`for ${age(now - since)}`]),
    ];
    return `  ${parts.map((part) => printable(part)).join('  ')}`;
  });
  if (unlisted > 0) lines.push(`  and ${unlisted} more`);
  return lines.map((text) => ({ text: width === Infinity ? text : fit(text, width), kind: 'peer' }));
}
