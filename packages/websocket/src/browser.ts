/**
 * The main entry point for browsers: the engine `zmtp` has the transports there, by the WebSocket of the browser.
 */
import type { EndpointKinds } from '@zeromq-ts/core';
import type { Transport } from '@zeromq-ts/core/spi';
import * as transports from '@zeromq-ts/transports';

/** What the entry point of that package for browsers has; its types are those of Node. */
const web = transports as unknown as {
  ws(): Transport<EndpointKinds['ws']>;
  wss(): Transport<EndpointKinds['wss']>;
};

/** `ws://`, to connect. */
export function ws(): Transport<EndpointKinds['ws']> {
  return web.ws();
}

/** `wss://`, to connect. */
export function wss(): Transport<EndpointKinds['wss']> {
  return web.wss();
}
