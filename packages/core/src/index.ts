export type { ContextLimits, ContextOptions, ResolvedContextLimits } from './context/context-options.js';
export type {
  Endpoint,
  EndpointAction,
  EndpointListText,
  EndpointProtocol,
  EndpointText,
  FixedPort,
  InprocEndpoint,
  IpcAddress,
  IpcEndpoint,
  TcpEndpoint,
  TcpHost,
  TcpPort,
  TcpSource,
} from './endpoint/index.js';
export type { Engine } from './engine/engine.js';
export type { PeerStats, SocketPeer } from './engine/socket-peer.js';
export type { EngineChoice, EngineName } from './engine/engines.js';
export type { ZMQErrorCode } from './errors/codes.js';
export type { ZMQErrorDetails } from './errors/zmq-error.js';
export type {
  ConnectRetriedEvent,
  DroppedEvent,
  DropReason,
  DuplicateRoutingIdEvent,
  HandshakeFailedEvent,
  IgnoredEvent,
  PeerInfo,
  SocketEvent,
  SocketEventName,
  SocketEvents,
  SocketListener,
  WarningEvent,
} from './events/events.js';
export type { HandshakeRule } from './events/handshake-rule.js';
export type { DebugLog } from './events/debug-log.js';
export type { MergeableSocket, MergedMessage } from './socket/merge.js';
export type { PollItem, PollResult, ReadableSocket, WritableSocket } from './socket/poll.js';
export type { Frame } from './message/frame.js';
export type { FrameJSON } from './message/frame-json.js';
export type { SocketEmitter } from './events/socket-emitter.js';
export type { FrameInput, MessageInput } from './message/input.js';
export type { RoutedMessage } from './message/message.js';
export type { CloseOptions } from './options/close-options.js';
export type { DrainOptions } from './options/drain-options.js';
export type { MessagesOptions } from './options/messages-options.js';
export type { SecurityOptions } from './options/security-options.js';
export type { AuthenticationOptions } from './security/authentication-options.js';
export type { CurveOptions } from './security/curve-options.js';
export type { PlainOptions } from './security/plain-options.js';
export type { ConflateOptions } from './options/conflate-options.js';
export type { OptionChange, OptionRule, OptionRules } from './options/option-rule.js';
export type { PeerTimeoutOptions } from './options/peer-timeout-options.js';
export type { ProbeRouterOptions } from './options/probe-router-options.js';
export type { RoutingIdOptions } from './options/routing-id-options.js';
export type { SocketOptions } from './options/socket-options.js';
// `export *` for the same reason as below.
export * from './options/transport-options.js';
export type { ConnectOptions } from './options/connect-options.js';
export type { WaitOptions } from './options/timing.js';
export type { SocketTypeDefinition } from './pattern/socket-type.js';
export type { SocketTypeName } from './pattern/socket-type-name.js';
export type {
  Acceptance,
  AuthenticateCallback,
  AuthenticateOption,
  AuthenticationAnswer,
  AuthenticationRequest,
  Authenticator,
  MechanismName,
  Refusal,
} from './security/authentication.js';
export type { SocketClass } from './socket/factory.js';
// `export *`, because declaration merging from other packages does not reach through a named re-export.
export * from './endpoint/endpoint-kinds.js';
export * from './security/mechanism-kinds.js';
export * from './socket/socket-types.js';
export type { SendState } from './socket/send-state.js';
export type { SocketStats } from './socket/stats.js';
export type { ConnectedOptions, OptionName, OptionValue } from './socket/zmq-socket.js';
// From the one file that is published of this package, of which this entry point is the part for applications: what it had
// from elsewhere would be a second copy, with variables of its own.
export {
  createSocket,
  formatEndpoint,
  merge,
  Message,
  onMessagesAtExit,
  parseEndpoint,
  poll,
  registerSocketType,
  setDebugLog,
  setDefaultEngine,
  ZMQContext,
  ZMQError,
  ZMQSocket,
} from './spi.js';
