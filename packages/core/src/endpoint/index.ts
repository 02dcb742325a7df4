export { type ListedEndpoint, parseEndpointList } from './endpoint-list.js';
export type { EndpointGrammar, ParsedEndpoint } from './endpoint-grammar.js';
export * from './endpoint-kinds.js';
export {
  ENDPOINT_SYNTAX,
  endpointSyntax,
  endpointSyntaxOf,
  type EndpointSyntax,
  type RequestedEndpoint,
} from './endpoint-syntax.js';
export { registerEndpointGrammar } from './grammars.js';
export { INPROC_ENDPOINTS } from './inproc-endpoints.js';
export { IPC_ENDPOINTS } from './ipc-endpoints.js';
export { type Malformed, malformedIn } from './malformed.js';
export { TCP_ENDPOINTS } from './tcp-endpoints.js';
export type { EndpointListText, EndpointText } from './endpoint-text.js';
export { type BindEndpoint, forBind } from './for-bind.js';
export { type ConnectEndpoint, type ConnectIpcEndpoint, type ConnectTcpEndpoint, forConnect } from './for-connect.js';
export { formatEndpoint } from './format-endpoint.js';
export { parseEndpoint } from './parse-endpoint.js';
export { candidatePorts, DYNAMIC_PORTS } from './ports.js';
export type {
  Endpoint,
  EndpointAction,
  EndpointProtocol,
  FixedPort,
  InprocEndpoint,
  IpcAddress,
  IpcEndpoint,
  TcpEndpoint,
  TcpHost,
  TcpPort,
  TcpSource,
} from './types.js';
