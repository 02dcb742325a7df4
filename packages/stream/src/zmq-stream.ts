import type { ConnectOptions, RoutedMessage } from '@zeromq-ts/core';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { assignedRoutingId, checkArgumentCount, coreOf, DuplexSocket, ZMQError } from '@zeromq-ts/core/spi';
import { STREAM_OPTIONS, type StreamOptions } from './stream-options.js';
import { StreamRouting } from './stream-routing.js';

/** STREAM, as zmq_socket(3) defines it ("Native pattern"). */
export const STREAM: SocketTypeDefinition<typeof STREAM_OPTIONS> = {
  seam: 'routing@2',
  type: 'STREAM',
  className: 'ZMQStream',
  defaultAction: 'bind',
  sends: true,
  receives: true,
  peers: [],
  options: STREAM_OPTIONS,
  muteAction: 'block',
  routingIdFrame: true,
  raw: true,
  protocols: ['tcp', 'ipc'],
  libzmq: { type: 11 },
  routing: (context) => new StreamRouting(context),
};

/**
 * STREAM: raw TCP connections, for peers that do not speak ZMTP (zmq_socket(3), "Native pattern").
 *
 * A received message has two frames: the id of the connection, and bytes that have come over it, in no particular portions. A
 * message that is sent has the id of the connection and the bytes for it; with an empty body, the connection is ended once
 * everything sent before has been handed over. A connection whose peer ends its half is ended as a whole. There is no
 * handshake, no heartbeat and no security. For programs without ZeroMQ at the other end, `node:net` is most often the better
 * choice.
 *
 * @example
 * ```ts
 * import { ZMQStream } from '@zeromq-ts/stream';
 *
 * await using server = new ZMQStream();
 * const endpoint = await server.bind('tcp://127.0.0.1:*');
 * await using client = new ZMQStream();
 * client.connect(endpoint, { routingId: 'server' });
 * await client.send(['server', 'GET / HTTP/1.0\r\n\r\n']);
 * const [id, request] = await server.receive();
 * console.log(`${request}`.split(' ')[0]); // GET
 * await server.send([id, 'HTTP/1.0 204 No Content\r\n\r\n']);
 * await server.send([id, '']); // ends the connection
 * console.log(`${(await client.receive()).body}`.split('\r')[0]); // HTTP/1.0 204 No Content
 * ```
 */
export class ZMQStream extends DuplexSocket<RoutedMessage, StreamOptions> {
  /**
   * @param endpoint The `tcp://` or `ipc://` endpoint to bind to, or to connect to with the prefix `>`; several as a list, or as
   * an array. Default: none.
   * @param options See {@link StreamOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for another protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: StreamOptions) {
    checkArgumentCount('ZMQStream', arguments, 2);
    super(STREAM, endpoint, withoutSecurity(options));
  }

  /**
   * Connects to an endpoint. The connection is made in the background, and again whenever it is lost.
   *
   * @param options `routingId`: the id of the connection. Default: a generated one, which comes with what is received.
   * @throws ZMQError `EINVAL` for a malformed endpoint, or an id that another connection has; `ENOTSOCK` on a closed socket.
   */
  override connect(endpoint: string, options: ConnectOptions = {}): void {
    checkArgumentCount('connect', arguments, 2);
    coreOf(this).connect(endpoint, assignedRoutingId(options));
  }
}

function withoutSecurity(options: StreamOptions | undefined): StreamOptions | undefined {
  for (const [name, value] of Object.entries(options ?? {})) {
    if (value !== undefined && value !== null && /^(curve|plain)|^authenticate|[sS]ecurityDomain$/.test(name)) {
      throw new ZMQError('EINVAL', `A ZMQStream has no security, and does not take the option ${name}.`);
    }
  }
  return options;
}
