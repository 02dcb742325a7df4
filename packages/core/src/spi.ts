/**
 * For authors of patterns, transports and engines: all of this package that anybody uses, and the one file that is
 * published of it. Applications use the main entry point.
 */
export { isMessageInput } from './message/is-message-input.js';
export { copySmallFrames } from './message/copy-small-frames.js';
export { envelopeLength } from './message/envelope.js';
export { FRAME_OVERHEAD_BYTES } from './message/frame-overhead.js';
export { CONFLATE_OPTIONS } from './options/conflate-options.js';
export {
  bytesOption,
  durationOption,
  flagOption,
  integerOption,
  type LibzmqSetting,
  MAX_DURATION_MS,
  type OptionChange,
  type OptionRule,
  type OptionRules,
  type OptionTraits,
  type ResolvedFrom,
} from './options/option-rule.js';
export { zmtpOnly } from './options/zmtp-only.js';
export { PROBE_ROUTER_OPTIONS } from './options/probe-router-options.js';
export { belowMethod } from './errors/caller-stack.js';
export { PEER_TIMEOUT_OPTIONS } from './options/peer-timeout-options.js';
export { ROUTING_ID_OPTIONS } from './options/routing-id-options.js';
export { defaultContext, ZMQContext } from './context/zmq-context.js';
export {
  type BindEndpoint,
  candidatePorts,
  type ConnectEndpoint,
  type ConnectIpcEndpoint,
  type ConnectTcpEndpoint,
  DYNAMIC_PORTS,
  ENDPOINT_SYNTAX,
  type Endpoint,
  type EndpointGrammar,
  endpointSyntax,
  endpointSyntaxOf,
  type EndpointSyntax,
  forBind,
  forConnect,
  formatEndpoint,
  INPROC_ENDPOINTS,
  type InprocEndpoint,
  IPC_ENDPOINTS,
  type IpcEndpoint,
  type ListedEndpoint,
  type Malformed,
  malformedIn,
  parseEndpoint,
  type ParsedEndpoint,
  parseEndpointList,
  registerEndpointGrammar,
  type RequestedEndpoint,
  TCP_ENDPOINTS,
  type TcpEndpoint,
} from './endpoint/index.js';
export type { Engine, EngineEvents, EngineSocket, OpenSocket, ReadInterest } from './engine/engine.js';
export { type EngineChoice, registerEngine, setDefaultEngine } from './engine/engines.js';
export { RoutingEngine, type RoutingEngineParts } from './engine/routing-engine.js';
export { SocketCounters } from './engine/socket-counters.js';
export { LATENCY_BOUNDS_MS, LatencyHistogram } from './socket/latency-histogram.js';
export type { ZMQErrorCode } from './errors/codes.js';
export { checkArgumentCount } from './errors/argument-count.js';
export { onlyBind } from './errors/only-bind.js';
export { showValue } from './errors/show-value.js';
export { ZMQError } from './errors/zmq-error.js';
export { onAbort } from './events/abort-listeners.js';
export { logIfAsked, setDebugLog } from './events/debug-log.js';
export type {
  DropReason,
  EventObserver,
  HandshakeFailedEvent,
  PeerInfo,
  SocketEventName,
  SocketEvents,
} from './events/events.js';
export { onMessagesAtExit } from './life/exit-listeners.js';
export { eachOpenSocket, type ObservedSocket, observedSocket } from './life/open-sockets.js';
export {
  byteLength,
  checkReadable,
  type MessageInput,
  type Outgoing,
  toOutgoing,
  weightOfOutgoing,
} from './message/input.js';
export {
  CANCEL,
  cancelCommand,
  CONFIRM,
  CONFIRMED,
  type PeerCommand,
  SUBSCRIBE,
  subscribeCommand,
} from './message/peer-command.js';
export { checkMessageLimits, MAX_MESSAGE_BYTES, MAX_MESSAGE_FRAMES } from './message/message-limits.js';
export {
  type PrefixMatcher,
  framesInPlace,
  matchFirstFrame,
  setMessagePeer,
  takeFrames,
  weightOfMessage,
} from './message/message-access.js';
export { MAX_SHARED_FRAME_BYTES } from './message/message-layout.js';
export { Message } from './message/message.js';
export { messageFromSlice, messageOfFrames, messageOfSharedFrames } from './message/create-message.js';
export {
  allocateBytes,
  asFrame,
  binaryKey,
  type Bytes,
  decodeText,
  encodeText,
  textLength,
  writeText,
} from './runtime/bytes.js';
export { keepsProcessAlive } from './runtime/keep-alive.js';
export { random, randomUint32, secureRandomBytes } from './runtime/random.js';
export type { ResolvedOptions } from './options/resolve-options.js';
export { SOCKET_OPTIONS, type SocketOptions } from './options/socket-options.js';
export * from './options/transport-options.js';
export {
  type CallOptionChecks,
  checkAtLeast,
  checkCallOptions,
  checkCount,
  checkDuration,
  checkFlag,
  checkFunction,
  checkObject,
} from './options/call-options.js';
export { assignedRoutingId, type ConnectOptions } from './options/connect-options.js';
export { WAIT_OPTION_CHECKS, type WaitOptions } from './options/timing.js';
export type { SendReceiveState, SendReceiveHost } from './pattern/lockstep.js';
export type { DefaultAction, LibzmqSocketType, SocketTypeDefinition } from './pattern/socket-type.js';
export type { SocketTypeName } from './pattern/socket-type-name.js';
export { LinkedQueue, type QueueEntry } from './queue/linked-queue.js';
export { RingQueue } from './queue/ring-queue.js';
export { dropReasonOf } from './routing/send-failure.js';
export { FairQueue } from './routing/fair-queue.js';
export { type DropListener, FanOut, FanOutMember } from './routing/fan-out.js';
export { LoadBalancer } from './routing/load-balancer.js';
export { PassedOver } from './routing/passed-over.js';
export { PeerTable } from './routing/peer-table.js';
export type { Pipe } from './routing/pipe.js';
export type { Routing, RoutingHost } from './routing/routing.js';
export {
  type AuthenticateCallback,
  type AuthenticationAnswer,
  type AuthenticationRequest,
  judge,
  authenticationResultOf,
  type MechanismName,
  type AuthenticationResult,
} from './security/authentication.js';
export type { BoxKeyPair, Cryptography, CryptographyProvider } from './security/cryptography.js';
export { noCryptography, registerCryptography, registeredCryptography } from './security/cryptography-provider.js';
export {
  clearImmediate,
  clearInterval,
  clearTimeout,
  type Immediate,
  MAX_TIMER_MS,
  nextTick,
  performance,
  queueMicrotask,
  ref,
  setImmediate,
  setInterval,
  setTimeout,
  unref,
} from './runtime/timers.js';
export { CloseDeadline, type CloseDeadlineOptions } from './life/close-deadline.js';
export { throwLater } from './errors/throw-later.js';
export { Secret } from './security/secret.js';
export { CURVE_KEY_BYTES } from './security/keys.js';
export { type SecurityScheme, ZMTP_SECURITY } from './security/security-scheme.js';
export { NO_SECURITY, type SecuritySettings } from './security/security-settings.js';
export { z85Decode, z85Encode } from './security/z85.js';
export { checkSeam } from './registry/seams.js';
export { sharedSlot } from './registry/shared-slot.js';
export { DuplexSocket } from './socket/duplex-socket.js';
export { createSocket, registeredClass, registerSocketType, type SocketClass } from './socket/factory.js';
export { merge } from './socket/merge.js';
export { poll } from './socket/poll.js';
export { ReceiveSocket } from './socket/receive-socket.js';
export { ReportedPeers } from './engine/reported-peers.js';
export { sendArguments, type SendArguments } from './socket/send-arguments.js';
export type { SenderFactory } from './socket/sender-factory.js';
export { SendSocket } from './socket/send-socket.js';
export type { SocketCore } from './socket/socket-core.js';
export { coreOf, ZMQSocket } from './socket/zmq-socket.js';
export { EventLoopBudget, turnBudget } from './turn/event-loop-budget.js';
export { rejectWithinBudget, resolveWithinBudget } from './turn/within-budget.js';
export { readingBudget, StepBudget } from './turn/step-budget.js';
export type { LinkEvents, PeerLink } from './transport/peer-link.js';
export type {
  Attempt,
  LinkFailure,
  ConnectionEvents,
  Listener,
  ListenerEvents,
  LocalSocket,
  Transport,
} from './transport/transport.js';
export { registerTransport } from './transport/registered-transports.js';
export {
  type QueuedWeight,
  type UnfinishedAccount,
  type UnfinishedHolder,
  type UnfinishedMessages,
  unfinishedMessagesOf,
} from './transport/unfinished-messages.js';
