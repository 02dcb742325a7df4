import type { ConnectionEvents, ListenerEvents, LocalSocket, PeerInfo, Transport } from '@zeromq-ts/core/spi';
import { registerEndpointGrammar, setImmediate, ZMQError } from '@zeromq-ts/core/spi';
import type { LoopEndpoint } from './loop-endpoints.js';
import { LOOP_ENDPOINTS } from './loop-endpoints.js';
import { LoopLink } from './loop-link.js';

interface Listening {
  readonly local: LocalSocket;
  readonly watcher: ListenerEvents;
}

interface Dialing {
  readonly local: LocalSocket;
  readonly watcher: ConnectionEvents;
}

const listening = new Map<string, Listening>();
let named = 0;

registerEndpointGrammar('loop', LOOP_ENDPOINTS);

/**
 * `loop://`: a toy, between sockets of one thread. Other than inproc, it is like a network: an attempt fails when nobody
 * listens, and messages are on their way for a turn of the event loop.
 */
export function loop(): Transport<LoopEndpoint> {
  return LOOP;
}

const LOOP: Transport<LoopEndpoint> = {
  seam: 'transport@2',
  protocol: 'loop',
  endpoints: LOOP_ENDPOINTS,
  waitsForBind: false,

  async listen({ parsed: { name }, text }, local, watcher) {
    const endpoint = name === undefined ? `loop://free-${named++}` : text;
    if (listening.has(endpoint)) {
      throw new ZMQError('EADDRINUSE', `${endpoint} is in use. Choose another name.`, { endpoint });
    }
    listening.set(endpoint, { local, watcher });
    return { endpoint, close: async () => void listening.delete(endpoint) };
  },

  dial({ text }, local, watcher) {
    let given = true;
    setImmediate(() => {
      if (given) connect(text, { local, watcher });
    });
    return { abort: () => void (given = false) };
  },
};

function connect(endpoint: string, dialing: Dialing): void {
  const listener = listening.get(endpoint);
  if (listener === undefined) {
    const error = new ZMQError('ECONNREFUSED', `Nothing listens on ${endpoint} yet.`, { endpoint });
    dialing.watcher.failed({ peer: { address: endpoint }, error, opened: false, kind: 'unreachable' });
    return;
  }
  const info = { listener: infoOf(endpoint, listener.local), dialer: infoOf(endpoint, dialing.local) };
  dialing.watcher.opened(info.listener);
  const accepted = listener.watcher.accepted(info.dialer);
  const fail = (error: Error, kind: 'refused' | 'unreachable'): void => {
    dialing.watcher.failed({ peer: info.listener, error, opened: true, kind });
    accepted.failed({ peer: info.dialer, error, opened: true, kind });
  };
  const { type, peers } = dialing.local.definition;
  const { type: other } = listener.local.definition;
  if (!peers.includes(other)) {
    fail(new ZMQError('EPROTO', `A ${type} does not fit the ${other} at ${endpoint}.`, { endpoint }), 'refused');
    return;
  }
  try {
    accepted.reserve?.()();
    dialing.watcher.reserve?.()();
  } catch (cause) {
    fail(new ZMQError('ECONNREFUSED', `There is no room at ${endpoint}.`, { endpoint, cause }), 'unreachable');
    return;
  }
  const [atDialer, atListener] = LoopLink.pair(
    { info: info.dialer, local: dialing.local },
    { info: info.listener, local: listener.local },
  );
  atListener.start(accepted.established(atListener));
  atDialer.start(dialing.watcher.established(atDialer));
}

function infoOf(address: string, { definition, options }: LocalSocket): PeerInfo {
  const { routingId } = options;
  return Object.freeze({
    address,
    socketType: definition.type,
    mechanism: 'NULL',
    ...(routingId === undefined ? {} : { routingId: Buffer.from(routingId) }),
  });
}
