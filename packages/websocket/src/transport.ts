import type { EndpointKinds } from '@zeromq-ts/core';
import type { EndpointGrammar, OptionRules, ResolvedOptions, Transport } from '@zeromq-ts/core/spi';
import { checkSecurity, TCP_OPTIONS, webSocketEndpoints, withoutEffect } from '@zeromq-ts/transports/internal';
import { dialWebSocket } from './client/dial.js';
import { WEB_SOCKET_OPTIONS } from './options/web-socket-options.js';
import { listenOnWebSocket } from './server/listen.js';

const OPTIONS: OptionRules = { ...TCP_OPTIONS, ...WEB_SOCKET_OPTIONS };

function transport<P extends 'ws' | 'wss'>(protocol: P): Transport<EndpointKinds[P]> {
  return {
    seam: 'transport@2',
    protocol,
    endpoints: webSocketEndpoints(protocol) as unknown as EndpointGrammar<EndpointKinds[P]>,
    options: OPTIONS,
    waitsForBind: false,
    check: checkSecurity,
    warningOf,
    listen: listenOnWebSocket,
    dial: dialWebSocket,
  };
}

const NOT_IDLE = 'webSocket.idleTimeout has an effect in pages only. Set heartbeatInterval.';

/** Of options that mean nothing here; of those of tcp, the transport tcp warns in the same words. */
function warningOf(options: ResolvedOptions): string | undefined {
  return (options.webSocket.idleTimeout ?? 0) > 0 ? NOT_IDLE : withoutEffect(options);
}

const WS = transport('ws');
const WSS = transport('wss');

/**
 * `ws://`: messages in WebSocket frames (ZWS 2.0, RFC 45). Importing the package registers it with the engine `zmtp`; this
 * is for engines of your own.
 *
 * @example
 * ```ts
 * import { createZmtpEngine } from '@zeromq-ts/transports/zmtp';
 * import { ws } from '@zeromq-ts/websocket';
 * import { ZMQPair } from '@zeromq-ts/pair';
 *
 * const engine = createZmtpEngine({ transports: [ws()] });
 * const left = new ZMQPair(undefined, { engine });
 * const right = new ZMQPair(undefined, { engine });
 * right.connect(await left.bind('ws://127.0.0.1:*\/only'));
 * await left.send('hello');
 * console.log(`${await right.receive()}`); // hello
 * await Promise.all([left.close(), right.close()]);
 * ```
 */
export function ws(): Transport<EndpointKinds['ws']> {
  return WS;
}

/** `wss://`: the same over TLS. */
export function wss(): Transport<EndpointKinds['wss']> {
  return WSS;
}
