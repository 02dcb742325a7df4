import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { ConnectionOptions, SecureContext, SecureContextOptions } from 'node:tls';
import type { Attempt, ConnectionEvents, LocalSocket, ParsedEndpoint, TcpEndpoint } from '@zeromq-ts/core/spi';
import type { OpenConnection } from '@zeromq-ts/transports/internal';
import {
  addressesOf,
  DEFAULT_PORTS,
  dialStream,
  formatAddress,
  hostAddress,
  nameError,
  othersFirst,
  socketOptions,
  tcpFamily,
} from '@zeromq-ts/transports/internal';
import type { WebSocketEndpoint } from '../endpoint/web-socket-endpoint.js';
import { clientFraming } from '../handshake/client-handshake.js';
import { BARE, offered } from '../handshake/subprotocols.js';
import type { WebSocketSettings } from '../options/web-socket-options.js';
import { tlsError } from './tls-error.js';

/** Endpoints whose server turned out to speak without a mechanism, by the socket that connects to them. */
const bareServers = new WeakMap<object, Set<string>>();

/** Starts one attempt: TCP, or TLS over it; the upgrade; the handshake that the subprotocol has. */
export function dialWebSocket(
  at: ParsedEndpoint<WebSocketEndpoint>,
  local: LocalSocket,
  watcher: ConnectionEvents,
): Attempt {
  const { parsed, text } = at;
  const { host, protocol } = parsed;
  const secure = protocol === 'wss';
  const { webSocket, security } = local.options;
  const isBare = bareServers.get(local.options)?.has(text) === true;
  return dialStream(
    {
      endpoint: text,
      family: {
        isSelfConnection: (socket) => tcpFamily.isSelfConnection(socket),
        addressOf: ({ remoteAddress, remotePort }) =>
          remoteAddress === undefined || remotePort === undefined
            ? undefined
            : formatAddress(remoteAddress, remotePort).replace(/^tcp/, protocol) + parsed.path,
      },
      candidates: () => candidatesOf(parsed, local, watcher),
      explain: (cause) => {
        if (host.kind === 'name' && (cause as NodeJS.ErrnoException).syscall === 'getaddrinfo')
          return nameError(host.name, text, cause);
        return undefined;
      },
      framing: clientFraming({
        host: hostHeader(parsed),
        target: parsed.query === undefined ? parsed.path : `${parsed.path}?${parsed.query}`,
        subprotocols: isBare ? [BARE] : (webSocket.subprotocols ?? offered(security.mechanism)),
        headers: webSocket.headers ?? {},
        onBare: () => {
          const known = bareServers.get(local.options) ?? new Set();
          bareServers.set(local.options, known.add(text));
        },
        tlsError: secure ? tlsError : () => undefined,
      }),
      inChunks: secure,
    },
    local,
    watcher,
  );
}

/** As it is written in the URL: the default port is left out. */
function hostHeader({ protocol, host, port }: WebSocketEndpoint): string {
  const name = host.kind === 'name' ? host.name : host.kind === 'ipv6' ? `[${host.address}]` : addressOf(host);
  const number = portOf({ protocol, port });
  return number === DEFAULT_PORTS[protocol] ? name : `${name}:${number}`;
}

/** What is connected to has no wildcards (`forConnect`). */
function addressOf(host: TcpEndpoint['host']): string {
  return hostAddress(host) as string;
}

function portOf({ protocol, port }: Pick<WebSocketEndpoint, 'protocol' | 'port'>): number {
  return port?.kind === 'fixed' ? port.number : DEFAULT_PORTS[protocol];
}

async function candidatesOf(
  target: WebSocketEndpoint,
  local: LocalSocket,
  watcher: ConnectionEvents,
): Promise<readonly OpenConnection[]> {
  const { host } = target;
  const addresses =
    host.kind === 'name'
      ? othersFirst(
          (await addressesOf(host.name, local.options.ipv6 ? 0 : 4)).map(({ address }) => address),
          watcher,
        )
      : [addressOf(host)];
  if (target.protocol === 'ws') return addresses.map((address) => opener(address, target, local));
  const tls = await import('node:tls');
  const secureContext = secureContextOf(local.options.webSocket.tls ?? DEFAULT_TLS, tls.createSecureContext);
  return addresses.map((address) => secureOpener(address, target, local, secureContext, tls.connect));
}

const DEFAULT_TLS: NonNullable<WebSocketSettings['tls']> = {};
const secureContexts = new WeakMap<object, SecureContext>();

/** Made once for the same options: reading certificates costs more than the rest of a connection. */
function secureContextOf(
  options: NonNullable<WebSocketSettings['tls']>,
  create: (options: SecureContextOptions) => SecureContext,
): SecureContext {
  let context = secureContexts.get(options);
  if (context === undefined) {
    context = create({ minVersion: 'TLSv1.2', ...options });
    secureContexts.set(options, context);
  }
  return context;
}

/** Those of a TCP connection are handed on to it. */
type SecureOptions = ConnectionOptions & { readonly allowHalfOpen: boolean };

function opener(address: string, target: WebSocketEndpoint, { options }: LocalSocket): OpenConnection {
  return (read) =>
    connect({ ...socketOptions(options), ...read, host: address, port: portOf(target), allowHalfOpen: true });
}

function secureOpener(
  address: string,
  target: WebSocketEndpoint,
  { options }: LocalSocket,
  secureContext: SecureContext,
  connectSecurely: (options: SecureOptions) => Socket,
): OpenConnection {
  return () =>
    connectSecurely({
      ALPNProtocols: ['http/1.1'],
      // No address may be a server name (RFC 6066, section 3).
      ...(target.host.kind === 'name' ? { servername: target.host.name } : {}),
      ...options.webSocket.tls,
      secureContext,
      ...socketOptions(options),
      host: address,
      port: portOf(target),
      allowHalfOpen: true,
    });
}
