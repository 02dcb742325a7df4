/**
 * The main entry point where there is nothing of Node: the engine `zmtp` over inproc, and over the WebSocket of the browser.
 */
import { endpointSyntaxOf, RoutingEngine, registerEngine, registerEndpointGrammar } from '@zeromq-ts/core/spi';
import { createZmtpEngine } from './engine/create-zmtp-engine.js';
import { inproc } from './inproc/index.js';
import { PAGE_SECURITY } from './security/page-security.js';
import { browserTransport } from './web-socket/browser-transport.js';

const WS = /* @__PURE__ */ browserTransport('ws');
const WSS = /* @__PURE__ */ browserTransport('wss');

/** `ws://`, to connect. */
export const ws = () => WS;

/** `wss://`, to connect. */
export const wss = () => WSS;

/** The engine `zmtp`, over inproc, ws and wss. */
export const zmtp = /* @__PURE__ */ new RoutingEngine('zmtp', [inproc(), WS, WSS], {
  takesRegistered: true,
  security: PAGE_SECURITY,
  syntaxOf: endpointSyntaxOf,
});

registerEngine(zmtp, { preferred: true });
for (const { protocol, endpoints } of [WS, WSS]) registerEndpointGrammar(protocol, endpoints);

export { createZmtpEngine, inproc };
