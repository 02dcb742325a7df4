// The engine comes along, so that this package works with any pattern package.
import '@zeromq-ts/transports';
import { registerTransport } from '@zeromq-ts/core/spi';
import { ws, wss } from './transport.js';

registerTransport(ws());
registerTransport(wss());
