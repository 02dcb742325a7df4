import type { Malformed, TcpEndpoint } from '@zeromq-ts/core/spi';
import { showValue, ZMQError } from '@zeromq-ts/core/spi';
import { encodeTarget } from './encode-target.js';
import type { WebSocketEndpoint } from './web-socket-endpoints.js';

/** `ws://` and `wss://` endpoints where there is no tcp: the URL class of the runtime knows what a host is. */
export interface PageGrammar {
  parse(address: string, malformed: Malformed): WebSocketEndpoint;
  format(endpoint: WebSocketEndpoint): string;
  forConnect(endpoint: WebSocketEndpoint, text: string): WebSocketEndpoint;
}

const PARTS = /^([^/?#]*)([^?]*)(?:\?([^]*))?$/;
const AUTHORITY = /^(\[[^\]]*\]|[^:]*)(?::([^]*))?$/;
/** Those of bind. */
const WILDCARD = /^[*!](?:\[\d*-\d*\])?$/;
const MAX_PORT = 65_535;

/** How these endpoints are written: as for Node, where `web-socket-endpoints.ts` has the wildcards of tcp, too. */
export function pageEndpoints(protocol: 'ws' | 'wss'): PageGrammar {
  return {
    parse(address, malformed) {
      const [, authority = '', path = '', query] = PARTS.exec(address) ?? [];
      if (path.includes('#') || query?.includes('#') === true || address[authority.length] === '#') {
        throw malformed('fragment', address.slice(address.indexOf('#')), 'is not allowed', 'leave it out');
      }
      if (authority.includes('@')) {
        const remedy = 'use the options plainUsername and plainPassword';
        throw malformed('user', authority.slice(0, authority.indexOf('@')), 'is not allowed before the host', remedy);
      }
      const [, host = '', port] = AUTHORITY.exec(authority) ?? [];
      return {
        protocol,
        host: hostOf(protocol, host, malformed),
        port: port === undefined ? undefined : portOf(port, malformed),
        path: path === '' ? '/' : encodeTarget(path, 'path', malformed),
        query: query === undefined ? undefined : encodeTarget(query, 'query', malformed),
      };
    },

    format({ host, port, path, query }) {
      const name = host.kind === 'name' ? host.name : host.kind === 'any' ? '*' : host.address;
      const shown = host.kind === 'ipv6' ? `[${name}]` : name;
      const colon = port === undefined ? '' : `:${port.kind === 'fixed' ? port.number : '*'}`;
      return `${shown}${colon}${path}${query === undefined ? '' : `?${query}`}`;
    },

    forConnect(endpoint, text) {
      const { host, port } = endpoint;
      if (host.kind !== 'any' && (port === undefined || port.kind === 'fixed')) return endpoint;
      throw new ZMQError('EINVAL', `Cannot connect to ${showValue(text)}: a wildcard is for bind.`, { endpoint: text });
    },
  };
}

function hostOf(protocol: string, text: string, malformed: Malformed): TcpEndpoint['host'] {
  const remedy = `write "${protocol}://host:port/path", with an IPv6 address in brackets`;
  if (text === '') throw malformed('host', text, 'is missing', remedy);
  if (text === '*') return { kind: 'any' };
  // The class drops some characters without a word, as line ends, and takes others for ends of the host.
  if (!/^[\w.-]+$|^\[[\da-f:.]+\]$/i.test(text))
    throw malformed('host', text, 'has a character that no host has', remedy);
  let host: string;
  try {
    host = new URL(`http://${text}`).hostname;
  } catch {
    throw malformed('host', text, 'is neither a name nor an address', remedy);
  }
  if (text.startsWith('[')) return { kind: 'ipv6', address: host.slice(1, -1) };
  return /^[\d.]+$/.test(host) ? { kind: 'ipv4', address: host } : { kind: 'name', name: text };
}

function portOf(text: string, malformed: Malformed): TcpEndpoint['port'] {
  if (text === '0' || WILDCARD.test(text)) return { kind: 'any' };
  const number = Number(text);
  if (/^[1-9]\d*$/.test(text) && number <= MAX_PORT) return { kind: 'fixed', number };
  throw malformed('port', text, `is not a decimal number from 1 to ${MAX_PORT}`, 'write such a one, or none');
}
