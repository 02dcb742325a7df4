import type { Snapshot, SocketSnapshot } from './snapshot.js';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number | undefined];

/** The media type of {@link openMetrics}. */
export const OPEN_METRICS_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/**
 * The figures of a proxy in the OpenMetrics text format 1.0. Labels are the socket, its type and reasons alone: none is
 * made of what peers send, so that the number of series is fixed.
 */
export function openMetrics(kind: string, { sockets, dropped, paused, started }: Snapshot): string {
  const each = (value: (socket: SocketSnapshot) => number | undefined, more: Labels = {}): readonly Sample[] =>
    sockets.map((socket) => [{ socket: socket.name, type: socket.type, ...more }, value(socket)]);
  return [
    family('zmq_proxy', 'info', 'What the proxy is.', '_info', [[{ kind }, 1]]),
    family(
      'zmq_proxy_messages',
      'counter',
      'Messages that a socket of the proxy has received (in) and sent (out).',
      '_total',
      [
        ...each(({ messagesReceived }) => messagesReceived, { direction: 'in' }),
        ...each(({ messagesSent }) => messagesSent, { direction: 'out' }),
      ],
    ),
    family('zmq_proxy_bytes', 'counter', 'Bytes of the frames of these messages.', '_total', [
      ...each(({ bytesReceived }) => bytesReceived, { direction: 'in' }),
      ...each(({ bytesSent }) => bytesSent, { direction: 'out' }),
    ]),
    family(
      'zmq_proxy_dropped_messages',
      'counter',
      'Messages that were dropped.',
      '_total',
      Object.entries(dropped).map(([reason, count]) => [{ reason }, count]),
    ),
    family(
      'zmq_proxy_peers',
      'gauge',
      'Connected peers.',
      '',
      each(({ peers }) => peers),
    ),
    family('zmq_proxy_queued_messages', 'gauge', 'Messages in the queues of a socket.', '', [
      ...each(({ queuedIncoming }) => queuedIncoming, { direction: 'in' }),
      ...each(({ queuedOutgoing }) => queuedOutgoing, { direction: 'out' }),
    ]),
    family('zmq_proxy_paused', 'gauge', 'Whether the proxy is paused.', '', [[{}, paused ? 1 : 0]]),
    family('zmq_proxy_start_time_seconds', 'gauge', 'When the proxy was started.', '', [[{}, started / 1000]]),
    '# EOF\n',
  ].join('');
}

/** A figure that is not known has no sample. */
function family(name: string, type: string, help: string, suffix: string, samples: readonly Sample[]): string {
  const known = samples.filter(([, value]) => value !== undefined);
  const lines = known.map(([labels, value]) => `${name}${suffix}${labelText(labels)} ${value}\n`);
  return `# TYPE ${name} ${type}\n# HELP ${name} ${help}\n${lines.join('')}`;
}

/** The values are words of this library, which need no escapes. */
function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
