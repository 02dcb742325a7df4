// oxlint-disable-next-line import/no-empty-named-blocks, unicorn/require-module-specifiers -- the module that is added to below
import type {} from '@zeromq-ts/core';
import type { AddressInfo } from 'node:net';
import type { TlsOptions as ServerTlsOptions, ConnectionOptions } from 'node:tls';
import type { OptionRules } from '@zeromq-ts/core/spi';
import { settingsProblem } from './check-settings.js';

/** A server of `node:http`, `node:https` or `node:http2`: what is needed of it. */
export interface HttpServer {
  // oxlint-disable-next-line typescript/no-explicit-any -- each kind of server has its own types of requests
  on(event: 'upgrade', listener: (...args: any[]) => void): unknown;
  // oxlint-disable-next-line typescript/no-explicit-any -- each kind of server has its own types of requests
  off(event: 'upgrade', listener: (...args: any[]) => void): unknown;
  listenerCount(event: string): number;
  address(): AddressInfo | string | null;
}

/** The request of a client, as `verify` gets it. */
export interface UpgradeRequest {
  /** The header `Origin`: the scheme, host and port of the page that connects. Only browsers send it. */
  readonly origin: string | undefined;
  /** The path of the endpoint. */
  readonly path: string;
  /** What follows the question mark, without it; empty when there is none. */
  readonly query: string;
  /** By their names in lower case, as Node has them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The IP address of the client; with `trustProxy`, the one that the proxy has forwarded. */
  readonly remoteAddress: string | undefined;
}

/** Admits a client, and says who it is: `peer.userId` and `peer.metadata` of events and messages. */
export interface UpgradeAcceptance {
  /** At most 255 bytes. */
  readonly userId: string;
  /** Names have 1 to 255 letters, digits and `- _ . +`. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Refuses a client. */
export interface UpgradeRefusal {
  /** The reason: the client gets it as the text of the answer, and this side in `handshake-failed`. */
  readonly refuse: string;
  /** The status of the answer: 400 to 599. Default 403. */
  readonly status?: number | undefined;
}

/** The result of `verify`. */
export type UpgradeVerdict = boolean | UpgradeAcceptance | UpgradeRefusal;

/** What concerns the transports ws and wss alone. */
export interface WebSocketSettings {
  /**
   * bind: an HTTP or HTTPS server to join, of `node:http`, `node:https`, or `node:http2` with `allowHTTP1`; or a `BunUpgrades`
   * or `DenoUpgrades`. Requests for
   * the path of the endpoint become connections; all others remain its own. It is neither started nor closed. Default: the
   * socket has a server of its own, which sockets that bind to the same host and port share.
   */
  readonly server?: HttpServer | undefined;
  /**
   * wss: key and certificate of the server that `bind` makes; to connect, certificate authorities (`ca`), a client
   * certificate, `servername`. As in `node:tls`. To connect, certificates are verified unless `rejectUnauthorized` is false.
   */
  readonly tls?: (ServerTlsOptions & ConnectionOptions) | undefined;
  /**
   * bind: decides whether a client may connect, after its origin has been accepted: by cookies, a token, its address. If
   * it throws, rejects, or returns an acceptance that is none, the client is refused with the status 500, and
   * `handshake-failed` says why.
   */
  readonly verify?: ((request: UpgradeRequest) => UpgradeVerdict | Promise<UpgradeVerdict>) | undefined;
  /**
   * bind: the origins whose pages may connect: `'*'` for all, a list as `['https://app.example']`, or a function. Clients
   * that are no browsers have no origin, and are not concerned. Default: pages of the host that the request is for.
   */
  readonly allowedOrigins?: '*' | readonly string[] | ((origin: string) => boolean) | undefined;
  /**
   * bind: the names by which clients may address the server, without port. Default: on loopback addresses, `localhost`
   * and IP addresses, so that no other name can be made to lead there; otherwise all.
   */
  readonly allowedHosts?: readonly string[] | undefined;
  /** bind: whether the last address in `X-Forwarded-For` is that of the client. Default false. */
  readonly trustProxy?: boolean | undefined;
  /**
   * bind: how many peers may be connected to the endpoint; others get the status 503. A call of `verify` whose client has
   * left counts until it settles. Default 10,000.
   */
  readonly maxConnections?: number | undefined;
  /**
   * connect, in a page: how long nothing may come from the server before the connection is taken to be dead, closed and made
   * again, in milliseconds. PING of the server does not count, as browsers do not show it to pages: the server has to send a
   * message more often than this. Default 0: no limit. Elsewhere it has no effect: use `heartbeatInterval`.
   */
  readonly idleTimeout?: number | undefined;
  /** connect: headers of the request, for cookies and tokens. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * connect: the subprotocols to offer, the preferred one first. Default: `ZWS2.0/NULL` and `ZWS2.0` without security,
   * and that of the mechanism otherwise. A server made with jszmq needs `['ZWS2.0']`.
   */
  readonly subprotocols?: readonly string[] | undefined;
}

/** Options of the transports ws and wss. */
export interface WebSocketOptions {
  /** Settings of `ws://` and `wss://` endpoints. */
  readonly webSocket?: WebSocketSettings | undefined;
}

const NONE: WebSocketSettings = Object.freeze({});

/** @see WebSocketOptions */
export const WEB_SOCKET_OPTIONS = {
  webSocket: {
    accepts:
      'an object with server, tls, verify, allowedOrigins, allowedHosts, trustProxy, maxConnections, idleTimeout, headers, subprotocols',
    fallback: NONE,
    change: 'new endpoints',
    // What it contains may be secret.
    confidential: true,
    check: (value: unknown) => settingsProblem(value) === undefined,
    describe: (value: unknown) => settingsProblem(value),
  },
} satisfies OptionRules<WebSocketOptions>;

declare module '@zeromq-ts/core' {
  interface TransportOptions extends WebSocketOptions {}
}
