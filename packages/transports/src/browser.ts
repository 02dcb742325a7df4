/**
 * The main entry point where there is nothing of Node: the engine `zmtp` over inproc, and over the WebSocket of the browser.
 */
import { registerEngine, registerEndpointGrammar } from '@zeromq-ts/core/spi';
import { createZmtpEngine } from './engine/create-zmtp-engine.js';
import { inproc } from './inproc/index.js';
import { browserTransport } from './web-socket/browser-transport.js';

const WS = /* @__PURE__ */ browserTransport('ws');
const WSS = /* @__PURE__ */ browserTransport('wss');

/** `ws://`, to connect. */
export const ws = () => WS;

/** `wss://`, to connect. */
export const wss = () => WSS;

/** The engine `zmtp`, over inproc, ws and wss. */
export const zmtp = /* @__PURE__ */ createZmtpEngine({ transports: [inproc(), WS, WSS], registered: true });

registerEngine(zmtp, { preferred: true });
for (const { protocol, endpoints } of [WS, WSS]) registerEndpointGrammar(protocol, endpoints);

export { createZmtpEngine, inproc };
