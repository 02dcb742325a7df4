import { ZMQPublisher } from '@zeromq-ts/pubsub';
import type { ProcessSnapshot, SocketFigures, SocketSnapshot } from '@zeromq-ts/stats';
import { ANYWHERE, type Opened } from '../proxy/setup.js';
import { EMPTY } from '../stats/setup.js';

/** A socket in a snapshot; figures that are not given are 0, or unknown. */
export function socketAt(
  id: number,
  { stats, ...change }: Partial<Omit<SocketSnapshot, 'stats'>> & { readonly stats?: Partial<SocketFigures> },
): SocketSnapshot {
  return {
    id,
    type: 'PUB',
    engine: 'zmtp',
    endpoints: ['tcp://127.0.0.1:5556'],
    otherEndpoints: 0,
    stats: {
      messagesSent: 0,
      bytesSent: 0,
      messagesReceived: 0,
      bytesReceived: 0,
      ignored: 0,
      dropped: {},
      peers: 0,
      waitingSends: 0,
      ...stats,
    },
    peers: [],
    events: {},
    recentEvents: [],
    ...change,
  };
}

/** A snapshot that was made after so many seconds, whatever the time is. */
export function snapshotAt(
  seconds: number,
  sockets: readonly SocketSnapshot[],
  change: Partial<ProcessSnapshot> = {},
): ProcessSnapshot {
  return { ...EMPTY, time: 1_000_000 + seconds * 1000, sockets, ...change };
}

/** Exposes what a function makes, as another process would: the next one each 20 ms. */
export async function exposing(
  opened: Opened,
  make: (n: number) => ProcessSnapshot,
): Promise<{ readonly endpoint: string }> {
  const publisher = opened.add(new ZMQPublisher(undefined, { engine: 'zmtp' }));
  const endpoint = await publisher.bind(ANYWHERE);
  let n = 0;
  const timer = setInterval(() => {
    if (publisher.closed) clearInterval(timer);
    else publisher.trySend(JSON.stringify(make(n++)));
  }, 20);
  return { endpoint };
}
