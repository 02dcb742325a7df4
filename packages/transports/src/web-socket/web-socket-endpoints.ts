import type { Malformed, TcpEndpoint } from '@zeromq-ts/core/spi';
import { showValue, TCP_ENDPOINTS, ZMQError } from '@zeromq-ts/core/spi';
import { encodeTarget } from './encode-target.js';

/** A `ws` or `wss` endpoint; `@zeromq-ts/websocket` describes it, and adds it to the kinds of endpoints. */
export interface WebSocketEndpoint<P extends 'ws' | 'wss' = 'ws' | 'wss'> {
  readonly protocol: P;
  readonly host: TcpEndpoint['host'];
  readonly port: TcpEndpoint['port'] | undefined;
  readonly path: string;
  readonly query: string | undefined;
}

/** How `ws://` or `wss://` endpoints are written: as URLs, with the wildcards of tcp in host and port. */
export function webSocketEndpoints<P extends 'ws' | 'wss'>(protocol: P): WebSocketGrammar<P> {
  return {
    parse: (address, malformed) => parse(protocol, address, malformed),
    format,

    forBind(endpoint, text) {
      if (endpoint.query === undefined) return endpoint;
      throw new ZMQError(
        'EINVAL',
        `Cannot bind to ${showValue(text)}: a query is for connect; to bind, write ${showValue(`${protocol}://${format({ ...endpoint, query: undefined })}`)}.`,
        { endpoint: text },
      );
    },

    forConnect(endpoint, text) {
      const { host, port } = endpoint;
      // The errors are those of tcp, for the same wildcards.
      TCP_ENDPOINTS.forConnect?.({ protocol: 'tcp', host, port: port ?? ANY_FIXED_PORT }, text);
      return endpoint;
    },

    candidates(endpoint) {
      const { host, port } = endpoint;
      if (port === undefined) return undefined;
      const candidates = TCP_ENDPOINTS.candidates?.({ protocol: 'tcp', host, port });
      return candidates === undefined ? undefined : withPorts(endpoint, candidates);
    },
  };
}

/** An `EndpointGrammar` of a kind of endpoint that this package does not add to the kinds. */
export interface WebSocketGrammar<P extends 'ws' | 'wss'> {
  parse(address: string, malformed: Malformed): WebSocketEndpoint<P>;
  format(endpoint: WebSocketEndpoint<P>): string;
  forBind(endpoint: WebSocketEndpoint<P>, text: string): WebSocketEndpoint<P>;
  forConnect(endpoint: WebSocketEndpoint<P>, text: string): WebSocketEndpoint<P>;
  candidates(endpoint: WebSocketEndpoint<P>): Iterable<WebSocketEndpoint<P>> | undefined;
}

const ANY_FIXED_PORT: TcpEndpoint['port'] = { kind: 'fixed', number: 80 };

function* withPorts<E extends WebSocketEndpoint>(endpoint: E, candidates: Iterable<TcpEndpoint>): Generator<E> {
  for (const { port } of candidates) yield { ...endpoint, port };
}

function parse<P extends 'ws' | 'wss'>(protocol: P, address: string, malformed: Malformed): WebSocketEndpoint<P> {
  const hash = address.indexOf('#');
  if (hash !== -1) {
    throw malformed(
      'fragment',
      address.slice(hash),
      'is not allowed',
      'a WebSocket URL ends with its path or its query',
    );
  }
  const slash = address.search(/[/?]/);
  const authority = slash === -1 ? address : address.slice(0, slash);
  if (authority.includes('@')) {
    throw malformed(
      'user',
      authority.slice(0, authority.indexOf('@')),
      'is not allowed before the host',
      'use the options plainUsername and plainPassword, or a header',
    );
  }
  const rest = slash === -1 ? '' : address.slice(slash);
  const mark = rest.indexOf('?');
  const path = mark === -1 ? rest : rest.slice(0, mark);
  const { host, port } = parseAuthority(protocol, authority, malformed);
  return {
    protocol,
    host,
    port,
    path: path === '' ? '/' : encodeTarget(path, 'path', malformed),
    query: mark === -1 ? undefined : encodeTarget(rest.slice(mark + 1), 'query', malformed),
  };
}

const HAS_PORT = /^(?:\[[^\]]*\]|[^:]*):/;

/** Host and port are those of a tcp endpoint, but that the port may be left out. */
function parseAuthority(
  protocol: string,
  authority: string,
  malformed: Malformed,
): Pick<WebSocketEndpoint, 'host' | 'port'> {
  if (authority.includes(';')) {
    throw malformed('source', authority, 'is not supported', `write "${protocol}://host:port/path"`);
  }
  // What it says of tcp holds for this, too.
  const own: Malformed = (part, value, problem, remedy) =>
    malformed(part, value, problem, remedy.replaceAll('tcp', protocol));
  if (authority === '') throw own('host', authority, 'is missing', 'write "tcp://host:port/path"');
  const hasPort = HAS_PORT.test(authority);
  const { host, port } = TCP_ENDPOINTS.parse(hasPort ? authority : `${authority}:80`, own);
  return { host, port: hasPort ? port : undefined };
}

function format({ host, port, path, query }: WebSocketEndpoint): string {
  const text = TCP_ENDPOINTS.format({ protocol: 'tcp', host, port: port ?? ANY_FIXED_PORT });
  const authority = port === undefined ? text.slice(0, text.lastIndexOf(':')) : text;
  return `${authority}${path}${query === undefined ? '' : `?${query}`}`;
}
