import { type ProcessSnapshot, socketRates, type WatchedProcess } from '@zeromq-ts/stats';
import { jsonLine } from '../output/json-line.js';
import type { RpcFigures } from './rpc-watch.js';
import type { TopRow } from './top-row.js';

/** One line of JSON: all that was sent, with rates. What is not known is left out. */
export function snapshotLine(
  processes: readonly WatchedProcess[],
  proxies: readonly TopRow[],
  servers: readonly RpcFigures[],
  now: number,
): string {
  return jsonLine({
    t: new Date(now).toISOString(),
    processes: processes.flatMap(({ endpoint, snapshot, previous, connected }) =>
      snapshot === undefined ? [] : [{ exposedAt: endpoint, connected, ...withRates(snapshot, previous) }],
    ),
    proxies: proxies.map(({ endpoint, socket, in: received, out, bytes }) => ({
      control: endpoint,
      side: socket,
      framesReceivedPerSecond: received,
      framesSentPerSecond: out,
      bytesPerSecond: bytes,
    })),
    servers,
  });
}

function withRates(snapshot: ProcessSnapshot, previous: ProcessSnapshot | undefined): object {
  const { zmqstats: _, sockets, ...others } = snapshot;
  return {
    ...others,
    sockets: sockets.map((socket) => ({ ...socket, perSecond: socketRates(socket.id, snapshot, previous) })),
  };
}
