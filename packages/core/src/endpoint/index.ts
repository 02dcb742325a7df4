export { type ListedEndpoint, parseEndpointList } from './endpoint-list.js';
export { ENDPOINT_SYNTAX, type EndpointSyntax } from './endpoint-syntax.js';
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
export { ENDPOINT_PROTOCOLS } from './unknown-protocol.js';
