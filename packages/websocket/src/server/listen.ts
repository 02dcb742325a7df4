import type { Listener, ListenerEvents, LocalSocket, ParsedEndpoint, TcpEndpoint } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';
import { addressToListenOn, bindError, lacksIpv6 } from '@zeromq-ts/transports/internal';
import type { WebSocketEndpoint } from '../endpoint/web-socket-endpoint.js';
import type { OwnServer } from './own-server.js';
import { PathListener } from './path-listener.js';
import { SharedServer } from './shared-server.js';
import type { HttpServer, WebSocketSettings } from '../options/web-socket-options.js';
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
  return bind({ at, port: parsed.port, tls, local, watcher }, local.options.ipv6);
}

/** A path to be bound on a server of this process. */
interface OwnPath {
  readonly at: ParsedEndpoint<WebSocketEndpoint>;
  readonly port: TcpEndpoint['port'];
  readonly tls: WebSocketSettings['tls'];
  readonly local: LocalSocket;
  readonly watcher: ListenerEvents;
}

async function bind(path: OwnPath, ipv6: boolean): Promise<Listener> {
  const { at, port, tls, local } = path;
  const { text } = at;
  const { host } = at.parsed;
  const address = await addressToListenOn({ parsed: { protocol: 'tcp', host, port }, text }, ipv6);
  const number = port.kind === 'fixed' ? port.number : 0;
  const { backlog, handshakeInterval } = local.options;
  const shared = SharedServer.use({ host: address, port: number, backlog, tls, requestMs: handshakeInterval });
  try {
    if (shared.tls !== tls) {
      const what = 'the server at that port has other TLS options. Give all its sockets the same object webSocket.tls';
      throw new ZMQError('EINVAL', `Cannot bind ${text}: ${what}.`, { endpoint: text });
    }
    return bindPath(shared, await shared.listening, path);
  } catch (cause) {
    shared.release();
    if (cause instanceof ZMQError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? 'EINVAL';
    if (lacksIpv6(host, address, code)) return bind(path, false);
    throw bindError(code, text, cause);
  }
}

function bindPath(shared: SharedServer, server: OwnServer, { at, local, watcher }: OwnPath): Listener {
  const { parsed, text } = at;
  const { protocol, path } = parsed;
  const { upgrades } = server;
  const endpoint = `${protocol}://${inUrl(server.address)}:${server.port}${path}`;
  const listener = new PathListener({
    endpoint,
    protocol,
    local,
    watcher,
    release: () => {
      upgrades.delete(path);
      shared.release();
    },
  });
  upgrades.add(path, text, listener);
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

function certificateOf(local: LocalSocket, endpoint: string): NonNullable<WebSocketSettings['tls']> {
  const { tls } = local.options.webSocket;
  if (tls !== undefined && ['key', 'pfx', 'SNICallback'].some((name) => Object.hasOwn(tls, name))) return tls;
  throw new ZMQError(
    'EINVAL',
    `Cannot bind ${endpoint}: wss needs a certificate. Give webSocket: { tls: { key, cert } }, or bind to ws:// behind a proxy that has one.`,
    { endpoint },
  );
}
