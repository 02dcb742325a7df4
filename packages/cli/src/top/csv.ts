import type { TopRow } from './top-row.js';

/** The first line of a CSV file. */
export const CSV_HEAD =
  'time,process,pid,socket,type,endpoint,peers,in_per_second,out_per_second,bytes_per_second,queued_in,queued_out,dropped,last_event';

/** One line for each socket (RFC 4180, with LF); what is not known is empty. */
export function csvLines(rows: readonly TopRow[], now: number): string {
  const time = new Date(now).toISOString();
  return rows
    .map((row) => {
      const dropped = Object.values(row.dropped ?? {}).reduce((sum, count) => sum + count, 0);
      const fields = [
        time,
        row.process,
        row.pid,
        row.socket,
        row.type,
        row.endpoint,
        row.peers,
        row.in,
        row.out,
        row.bytes,
        row.queuedIn,
        row.queuedOut,
        row.dropped === undefined ? undefined : dropped,
        row.lastEvent?.name,
      ];
      return `${fields.map((field) => csvField(field)).join(',')}\n`;
    })
    .join('');
}

function csvField(field: string | number | undefined): string {
  if (field === undefined) return '';
  if (typeof field === 'number') return Number.isInteger(field) ? `${field}` : field.toFixed(1);
  // A spreadsheet takes text that begins with one of these for a formula.
  const text = /^[=+\-@\t\r]/u.test(field) ? `'${field}` : field;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
