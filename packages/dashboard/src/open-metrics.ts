import { LATENCY_BOUNDS_MS, type RequestFigures } from '@zeromq-ts/stats';
import type { ProcessRow, SocketRow } from './page-message.js';

type Labels = Readonly<Record<string, string>>;
/** A sample of a histogram has a suffix of its own. */
type Sample = readonly [labels: Labels, value: number | null, suffix?: string];

/** The media type of {@link openMetrics}. */
export const OPEN_METRICS_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/**
 * The figures in the OpenMetrics text format 1.0. Labels are the process, where it exposes its figures (two containers may
 * have the same name and process id, and so do two threads), the number and the type of the socket, and reasons: none is made of topics, routing ids or addresses of peers, so that the number of series stays small.
 */
export function openMetrics(processes: Iterable<ProcessRow>, sockets: Iterable<SocketRow>): string {
  const rows = [...sockets];
  const known = [...processes];
  const places = new Map(known.map(({ key, exposedAt }) => [key, exposedAt]));
  const labelsOf = ({ process, processName, pid, id, type }: SocketRow): Labels => ({
    ...processLabels(processName, pid, places.get(process) ?? ''),
    socket: String(id),
    type,
  });
  const each = (value: (row: SocketRow) => number | null, more: Labels = {}): readonly Sample[] =>
    rows.map((row) => [{ ...labelsOf(row), ...more }, value(row)]);
  const starts = known.map(({ name, pid, exposedAt, started }): Sample => {
    return [processLabels(name, pid, exposedAt), started / 1000];
  });
  const [incoming, outgoing] = [{ direction: 'in' }, { direction: 'out' }];
  return [
    family('zmq_process_start_time_seconds', 'gauge', 'When the figures of a process were first exposed.', '', starts),
    family('zmq_socket_messages', 'counter', 'Messages that a socket has received (in) and sent (out).', '_total', [
      ...each(({ received }) => received, incoming),
      ...each(({ sent }) => sent, outgoing),
    ]),
    family('zmq_socket_bytes', 'counter', 'Bytes of the frames of these messages.', '_total', [
      ...each(({ bytesReceived }) => bytesReceived, incoming),
      ...each(({ bytesSent }) => bytesSent, outgoing),
    ]),
    family(
      'zmq_socket_dropped_messages',
      'counter',
      'Messages that were dropped; a reason without any has no sample.',
      '_total',
      rows.flatMap((row) =>
        Object.entries(row.dropped).map(([reason, count]): Sample => [{ ...labelsOf(row), reason }, count]),
      ),
    ),
    family(
      'zmq_socket_peers',
      'gauge',
      'Connected peers.',
      '',
      each(({ peers }) => peers),
    ),
    family('zmq_socket_queued_messages', 'gauge', 'Messages in the queues of a socket.', '', [
      ...each(({ queuedIn }) => queuedIn, incoming),
      ...each(({ queuedOut }) => queuedOut, outgoing),
    ]),
    family(
      'zmq_socket_waiting_sends',
      'gauge',
      'Calls of send that wait for room.',
      '',
      each((row) => row.waitingSends),
    ),
    family(
      'zmq_request_duration_seconds',
      'histogram',
      'Time from a call of request() to its reply.',
      '',
      rows.flatMap((row) => (row.requests === null ? [] : latencySamples(labelsOf(row), row.requests))),
    ),
    family(
      'zmq_request_failed_attempts',
      'counter',
      'Attempts of request() that had no reply in time, or lost their connection.',
      '_total',
      rows.flatMap((row): Sample[] =>
        row.requests === null
          ? []
          : [
              [{ ...labelsOf(row), reason: 'timeout' }, row.requests.timeouts],
              [{ ...labelsOf(row), reason: 'lost' }, row.requests.losses],
            ],
      ),
    ),
    '# EOF\n',
  ].join('');
}

/** OpenMetrics 1.0, "Histogram": buckets are cumulative, and have their upper bound in seconds as the label `le`. */
function latencySamples(labels: Labels, { latencyCounts, latencySum }: RequestFigures): Sample[] {
  let count = 0;
  const buckets = latencyCounts.map((each, bucket): Sample => {
    count += each;
    const bound = LATENCY_BOUNDS_MS[bucket];
    return [{ ...labels, le: bound === undefined ? '+Inf' : canonical(bound / 1000) }, count, '_bucket'];
  });
  return [...buckets, [labels, count, '_count'], [labels, latencySum / 1000, '_sum']];
}

/** The same bound is always written the same way (OpenMetrics 1.0, "Considerations: Canonical Numbers"). */
function canonical(bound: number): string {
  return Number.isInteger(bound) ? `${bound}.0` : String(bound);
}

/** The figures of the own process are exposed nowhere: an empty label is the same as none. */
function processLabels(name: string, pid: number, exposedAt: string): Labels {
  return { process: name, pid: String(pid), ...(exposedAt === '' ? {} : { exposed_at: exposedAt }) };
}

/** A figure that is not known has no sample. */
function family(name: string, type: string, help: string, suffix: string, samples: readonly Sample[]): string {
  const known = samples.filter(([, value]) => value !== null);
  const lines = known.map(([labels, value, own = suffix]) => `${name}${own}{${labelText(labels)}} ${value}\n`);
  return `# TYPE ${name} ${type}\n# HELP ${name} ${help}\n${lines.join('')}`;
}

function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',');
}

/** OpenMetrics 1.0, "ABNF": `escaped-char`. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
