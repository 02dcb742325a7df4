// What users of this package have to name, and what the compiler names for them: one install is enough.
export type * from '@zeromq-ts/core';
export type { DealerOptions, RouterOptions, ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
export type { SchemaIssue, SchemaResult, StandardSchema } from '@zeromq-ts/typed';
export { BYTES_FORMAT, JSON_FORMAT, type RpcFormat } from './format.js';
export { RpcClient } from './rpc-client.js';
export type { CallOptions, Calls, RpcClientOptions, ServiceInfo } from './rpc-client-options.js';
export { RpcError, type RpcErrorCode, type RpcErrorDetails } from './rpc-error.js';
export { RpcServer, type RpcServerStats } from './rpc-server.js';
export type { DrainOptions, RpcServerOptions } from './rpc-server-options.js';
export type { Handlers } from './served-methods.js';
export type { CallContext } from './server-call.js';
export {
  type HandlerInputOf,
  type HandlerOutputOf,
  type InputOf,
  type MethodDefinition,
  type Methods,
  type OutputOf,
  service,
  type Service,
} from './service.js';
