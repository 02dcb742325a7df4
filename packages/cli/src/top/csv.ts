import type { TopRow } from './top-row.js';

const COLUMNS =
  'time,process,pid,socket,type,endpoint,peers,in_per_second,out_per_second,bytes_per_second,queued_in,queued_out,dropped,dropped_by_reason,errors,errors_by_reason,last_event';

/** Of peers: their counters since they are connected, and not rates. */
const PEER_COLUMNS = 'peer,peer_type,mechanism,user,received,sent,peer_since';

/** The first line of a CSV file. */
export function csvHead(withPeers: boolean): string {
  return withPeers ? `${COLUMNS},${PEER_COLUMNS}` : COLUMNS;
}

type Field = string | number | undefined;

/** One line for each socket, and with peers one for each of these after it (RFC 4180, with LF); what is not known is empty. */
export function csvLines(rows: readonly TopRow[], now: number, withPeers = false): string {
  const time = new Date(now).toISOString();
  const none = withPeers ? PEER_COLUMNS.split(',').map(() => undefined) : [];
  return rows
    .flatMap((row) => [[...socketFields(row, time), ...none], ...(withPeers ? peerFields(row, time) : [])])
    .map((fields) => `${fields.map((field) => csvField(field)).join(',')}\n`)
    .join('');
}

function socketFields(row: TopRow, time: string): readonly Field[] {
  return [
    ...identity(row, time),
    row.peers,
    row.in,
    row.out,
    row.bytes,
    row.queuedIn,
    row.queuedOut,
    ...countFields(row.dropped),
    ...countFields(row.errors),
    row.lastEvent?.name,
  ];
}

/** The sum, and the reasons. */
function countFields(counts: Readonly<Record<string, number>> | undefined): readonly Field[] {
  const reasons = Object.entries(counts ?? {}).filter(([, count]) => count > 0);
  return [
    counts === undefined ? undefined : reasons.reduce((sum, [, count]) => sum + count, 0),
    reasons.map(([reason, count]) => `${reason} ${count}`).join('; '),
  ];
}

function peerFields(row: TopRow, time: string): readonly (readonly Field[])[] {
  return row.listed.map((peer) => [
    ...identity({ ...row, endpoint: peer.endpoint }, time),
    undefined,
    undefined,
    undefined,
    undefined,
    peer.queuedIncoming,
    peer.queuedOutgoing,
    peer.dropped,
    undefined,
    undefined,
    undefined,
    undefined,
    peer.address ?? '-',
    peer.socketType,
    peer.mechanism,
    peer.userId,
    peer.messagesReceived,
    peer.messagesSent,
    peer.since === undefined ? undefined : new Date(peer.since).toISOString(),
  ]);
}

function identity({ process, pid, socket, type, endpoint }: TopRow, time: string): readonly Field[] {
  return [time, process, pid, socket, type, endpoint];
}

function csvField(field: Field): string {
  if (field === undefined) return '';
  if (typeof field === 'number') return Number.isInteger(field) ? `${field}` : field.toFixed(1);
  // A spreadsheet takes text that begins with one of these for a formula.
  const text = /^[=+\-@\t\r]/u.test(field) ? `'${field}` : field;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
