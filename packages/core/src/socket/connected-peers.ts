import { ZMQError } from '../errors/zmq-error.js';
import type { SocketEvent, SocketEventName } from '../events/events.js';

/** What is known of the connections of a socket, for the error of a call that has waited in vain. */
export interface ConnectionState {
  /** One or more sentences. */
  readonly text: string;
  /** Why a peer is not connected, if that is known. */
  readonly cause: Error | undefined;
}

/** How far a connected endpoint has come. */
type Stage = 'dialing' | 'opened' | 'refused' | 'established' | 'lost';

/** One endpoint. */
interface Place {
  readonly action: 'bind' | 'connect';
  /** How many times it was bound or connected. */
  times: number;
  stage: Stage;
  /** Why the last connection or handshake has failed, until one succeeds. */
  error: Error | undefined;
}

const STAGES: Readonly<Partial<Record<SocketEventName, Stage>>> = {
  'connect-delayed': 'dialing',
  connected: 'opened',
  'connect-retried': 'refused',
  'handshake-succeeded': 'established',
  disconnected: 'lost',
};

/** The number of connected peers of a socket, and the reason why there is none. */
export class ConnectedPeers {
  #count = 0;
  readonly #places = new Map<string, Place>();

  get count(): number {
    return this.#count;
  }

  /** What is known of the endpoints and of their peers. */
  state(): ConnectionState {
    const count = this.#count;
    // Who else has failed to connect to a bound endpoint is of no interest once a peer is there.
    const concerned = [...this.#places.values()].filter(({ action }) => count === 0 || action === 'connect');
    const errors = concerned.flatMap(({ error }) => error ?? []);
    const failures = errors.map(({ message }) => message).join(' ');
    if (count > 0) {
      const peers = count === 1 ? '1 peer is connected.' : `${count} peers are connected.`;
      return { text: failures === '' ? peers : `${peers} ${failures}`, cause: causeOf(errors) };
    }
    if (errors.length > 0) return { text: `No peer is connected: ${failures}`, cause: causeOf(errors) };
    if (this.#places.size === 0) return { text: 'The socket is neither bound nor connected.', cause: undefined };
    const waiting = [...this.#places].flatMap(([endpoint, place]) => waitingError(endpoint, place) ?? []);
    const texts = waiting.map(({ message }) => message).join(' ');
    if (texts !== '') return { text: `No peer is connected: ${texts}`, cause: causeOf(waiting) };
    const bound = [...this.#places].flatMap(([endpoint, { times }]) => (times > 0 ? endpoint : []));
    const where = bound.length === 0 ? '' : ` to ${bound.join(', ')}`;
    return { text: `No peer is connected${where}.`, cause: undefined };
  }

  /** An endpoint was bound, or a connection to it begun. */
  opened(action: Place['action'], endpoint: string): void {
    this.#placeOf(endpoint, action).times++;
  }

  /** An endpoint was unbound or disconnected. */
  left(endpoint: string): void {
    const place = this.#places.get(endpoint);
    if (place === undefined) return;
    place.times--;
    place.error = undefined;
    if (place.times <= 0) this.#places.delete(endpoint);
  }

  /** To be called for each event of the engine. */
  event(name: SocketEventName, { endpoint = '', error }: SocketEvent): void {
    if (name === 'handshake-succeeded') this.#count++;
    else if (name === 'disconnected') this.#count--;
    const stage = STAGES[name];
    if (stage === undefined && name !== 'handshake-failed') return;
    const place = this.#places.get(endpoint) ?? this.#placeOf(endpoint, 'bind');
    if (stage !== undefined) place.stage = stage;
    if (stage === 'established') place.error = undefined;
    else place.error = error ?? place.error;
    // One that is left already: only that it failed is of interest.
    if (place.times === 0 && place.error === undefined) this.#places.delete(endpoint);
  }

  #placeOf(endpoint: string, action: Place['action']): Place {
    let place = this.#places.get(endpoint);
    if (place === undefined) {
      place = { action, times: 0, stage: 'dialing', error: undefined };
      this.#places.set(endpoint, place);
    }
    return place;
  }
}

/** What keeps a connected endpoint from having a peer although nothing has failed. */
function waitingError(endpoint: string, { action, stage }: Place): ZMQError | undefined {
  if (action === 'bind') return undefined;
  if (endpoint.startsWith('inproc:')) {
    return new ZMQError('ECONNREFUSED', `${endpoint} is not bound in this context.`, { endpoint });
  }
  switch (stage) {
    case 'opened':
      return new ZMQError(
        'ETIMEDOUT',
        `${endpoint} has accepted the connection, and not completed the handshake. The peer may hang, or may not be a ZeroMQ socket.`,
        { endpoint },
      );
    case 'refused':
      return new ZMQError(
        'ECONNREFUSED',
        `Cannot connect to ${endpoint} yet: the connection is refused, or not answered. Check the endpoint, and that the peer has bound it.`,
        { endpoint },
      );
    case 'lost':
      return new ZMQError('ECONNRESET', `The peer at ${endpoint} has closed the connection.`, { endpoint });
    case 'dialing':
    case 'established':
      return new ZMQError('ETIMEDOUT', `Cannot connect to ${endpoint} yet: there is no answer.`, { endpoint });
  }
}

function causeOf(errors: readonly Error[]): Error | undefined {
  return errors.length > 1 ? new AggregateError(errors, 'No endpoint has a peer.') : errors[0];
}
