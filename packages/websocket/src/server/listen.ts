import type { Listener, ListenerEvents, LocalSocket, ParsedEndpoint } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';
import { addressToListenOn, bindError } from '@zeromq-ts/transports/internal';
import type { WebSocketEndpoint } from '../endpoint/web-socket-endpoint.js';
import { OwnServer } from './own-server.js';
import { PathListener } from './path-listener.js';
import type { HttpServer } from '../options/web-socket-options.js';
import { UpgradeServer } from './upgrade-server.js';

/**
 * Binds a path: of the server that the socket joins, of one that sockets of this process have at that host and port, or of
 * a new one.
 *
 * @throws ZMQError `EADDRINUSE` when the port or the path is taken; `EINVAL` for a wss endpoint without a certificate.
 */
export async function listenOnWebSocket(
  at: ParsedEndpoint<WebSocketEndpoint>,
  local: LocalSocket,
  watcher: ListenerEvents,
): Promise<Listener> {
  const { server } = local.options.webSocket;
  if (server !== undefined) return join(server, at, local, watcher);
  const { parsed, text } = at;
  if (parsed.port === undefined) {
    throw new ZMQError(
      'EINVAL',
      `Cannot bind ${text}: the port is missing; write one, or * for a free one, or give the server to join as webSocket.server.`,
      { endpoint: text },
    );
  }
  const tls = parsed.protocol === 'wss' ? certificateOf(local, text) : undefined;
  const { host, port } = { host: parsed.host, port: parsed.port };
  const address = await addressToListenOn({ parsed: { protocol: 'tcp', host, port }, text }, local.options.ipv6);
  const number = port.kind === 'fixed' ? port.number : 0;
  const shared = number === 0 ? undefined : OwnServer.at(address, number);
  if (shared !== undefined) {
    if (shared.tls !== tls) {
      const what = 'the server at that port has other TLS options. Give all its sockets the same object webSocket.tls';
      throw new ZMQError('EINVAL', `Cannot bind ${text}: ${what}.`, { endpoint: text });
    }
    return bindPath(shared, at, local, watcher);
  }
  const { backlog, handshakeInterval } = local.options;
  try {
    const own = await OwnServer.listen({ host: address, port: number, backlog, tls, requestMs: handshakeInterval });
    return bindPath(own, at, local, watcher);
  } catch (cause) {
    if (cause instanceof ZMQError) throw cause;
    throw bindError((cause as NodeJS.ErrnoException).code ?? 'EINVAL', text, cause);
  }
}

function bindPath(
  own: OwnServer,
  { parsed, text }: ParsedEndpoint<WebSocketEndpoint>,
  local: LocalSocket,
  watcher: ListenerEvents,
): Listener {
  const { protocol, path } = parsed;
  const endpoint = `${protocol}://${inUrl(own.address)}:${own.port}${path}`;
  const listener = new PathListener({
    endpoint,
    protocol,
    local,
    watcher,
    release: () => {
      own.upgrades.delete(path);
      own.closeIfUnused();
    },
  });
  own.upgrades.add(path, text, listener);
  return listener;
}

/** Of the server of the application, nothing is started or closed. */
function join(
  server: HttpServer,
  { parsed, text }: ParsedEndpoint<WebSocketEndpoint>,
  local: LocalSocket,
  watcher: ListenerEvents,
): Listener {
  const { protocol, path } = parsed;
  const upgrades = UpgradeServer.of(server);
  const address = server.address();
  // A server that does not listen yet, or on a path of the file system, has no port.
  const endpoint =
    typeof address === 'object' && address !== null
      ? `${protocol}://${inUrl(address.address)}:${address.port}${path}`
      : text;
  const listener = new PathListener({ endpoint, protocol, local, watcher, release: () => upgrades.delete(path) });
  upgrades.add(path, text, listener);
  return listener;
}

function inUrl(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

function certificateOf(local: LocalSocket, endpoint: string): NonNullable<typeof tls> {
  const { tls } = local.options.webSocket;
  if (tls !== undefined && ['key', 'pfx', 'SNICallback'].some((name) => Object.hasOwn(tls, name))) return tls;
  throw new ZMQError(
    'EINVAL',
    `Cannot bind ${endpoint}: wss needs a certificate. Give webSocket: { tls: { key, cert } }, or bind to ws:// behind a proxy that has one.`,
    { endpoint },
  );
}
