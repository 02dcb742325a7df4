// oxlint-disable-next-line import/no-empty-named-blocks, unicorn/require-module-specifiers -- the module that is added to below
import type {} from '@zeromq-ts/core';
import type { TcpEndpoint } from '@zeromq-ts/core/spi';

/**
 * `ws://host:port/path` or `wss://host:port/path`.
 *
 * @example
 * ```ts
 * import type { WebSocketEndpoint } from '@zeromq-ts/websocket';
 *
 * const endpoint: WebSocketEndpoint<'wss'> = {
 *   protocol: 'wss',
 *   host: { kind: 'name', name: 'feed.example' },
 *   port: undefined,
 *   path: '/prices',
 *   query: undefined,
 * }; // wss://feed.example/prices
 * ```
 */
export interface WebSocketEndpoint<P extends 'ws' | 'wss' = 'ws' | 'wss'> {
  readonly protocol: P;
  readonly host: TcpEndpoint['host'];
  /** `undefined`: 80 for `ws`, 443 for `wss`; to bind, that of the server that is joined. */
  readonly port: TcpEndpoint['port'] | undefined;
  /** With its leading slash, percent-encoded. */
  readonly path: string;
  /** Behind the question mark, percent-encoded. Connect only. */
  readonly query: string | undefined;
}

declare module '@zeromq-ts/core' {
  interface EndpointKinds {
    readonly ws: WebSocketEndpoint<'ws'>;
    readonly wss: WebSocketEndpoint<'wss'>;
  }
}
