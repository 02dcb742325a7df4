import './register.js';

// What users of this package have to name, and what the compiler names for them: one install is enough.
export type * from '@zeromq-ts/core';
export type { Transport } from '@zeromq-ts/core/spi';
export {
  BunUpgrades,
  type BunHandlers,
  type BunServer,
  type BunSocket,
  type BunUpgradesOptions,
} from './fetch/bun-upgrades.js';
export { DenoUpgrades, type DenoServeInfo } from './fetch/deno-upgrades.js';
export type { WebSocketEndpoint } from './endpoint/web-socket-endpoint.js';
export type {
  HttpServer,
  UpgradeAcceptance,
  UpgradeRefusal,
  UpgradeRequest,
  UpgradeVerdict,
  WebSocketOptions,
  WebSocketSettings,
} from './options/web-socket-options.js';
export { ws, wss } from './transport.js';
