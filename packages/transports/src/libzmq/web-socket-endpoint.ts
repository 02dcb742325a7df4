import type { Endpoint, ParsedEndpoint } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';
import type { WebSocketEndpoint } from '../web-socket/web-socket-endpoints.js';

/** A `ws` endpoint, if it is one: `@zeromq-ts/websocket` adds them to the kinds of endpoints. */
export function asWebSocket(endpoint: Endpoint): WebSocketEndpoint | undefined {
  const candidate = endpoint as Endpoint | WebSocketEndpoint;
  return candidate.protocol === 'ws' ? candidate : undefined;
}

/** Host and port, of the endpoints that have them. */
export function networkAddress(endpoint: Endpoint): Pick<WebSocketEndpoint, 'host' | 'port'> | undefined {
  return endpoint.protocol === 'tcp' ? endpoint : asWebSocket(endpoint);
}

/** What decides whether libzmq may be given a `ws` endpoint. */
export interface WebSocketConditions {
  readonly heartbeatInterval: number;
  readonly mechanism: string;
}

/**
 * Refuses the `ws` endpoints of which libzmq makes something else than what they say, and heartbeats with which a peer can
 * end the process.
 *
 * @throws ZMQError `EINVAL` without a port, `ENOTSUP` for a path of several segments and for heartbeats without security.
 */
export function checkWebSocket({ parsed, text }: ParsedEndpoint, conditions: WebSocketConditions): void {
  const endpoint = asWebSocket(parsed);
  if (endpoint === undefined) return;
  const { port, path } = endpoint;
  if (port === undefined) {
    throw new ZMQError('EINVAL', `Cannot use ${text}: libzmq needs the port, such as ws://host:80/path.`, {
      endpoint: text,
    });
  }
  if (path.includes(':') || path.indexOf('/', 1) !== -1) {
    throw new ZMQError(
      'ENOTSUP',
      `Cannot use ${text}: libzmq supports only one segment in the path of a ws endpoint, without a colon. Choose another path, or the engine zmtp.`,
      { endpoint: text },
    );
  }
  checkHeartbeats(conditions, text);
}

/**
 * A peer that offers `ZWS2.0` without a mechanism, as browsers do, makes libzmq abort the process at the first heartbeat.
 *
 * @throws ZMQError `ENOTSUP`
 */
export function checkHeartbeats({ heartbeatInterval, mechanism }: WebSocketConditions, endpoint: string): void {
  if (heartbeatInterval === 0 || mechanism !== 'NULL') return;
  throw new ZMQError(
    'ENOTSUP',
    `heartbeatInterval cannot be used with ${endpoint} on the engine libzmq: over ws without PLAIN or CURVE, libzmq aborts the process at the first heartbeat to a peer without a mechanism, such as a browser. Leave it out, or choose the engine zmtp.`,
    { endpoint },
  );
}
