/**
 * What transports of this repository over byte streams are made of. It is not published: the packages that use it
 * contain it (`build/bundle-package.mjs`).
 */
export { bindError } from './stream/bind-errors.js';
export type { ByteStream } from './stream/byte-stream.js';
export { nameError } from './stream/connection-errors.js';
export type { OpenConnection } from './node/connection-race.js';
export { type ConnectSpec, dialStream } from './node/dial-stream.js';
export { closeGracefully, ignore } from './stream/graceful-close.js';
export { type HalfOpenConnection, HalfOpenConnections } from './stream/half-open-limit.js';
export type {
  ConnectionCodec,
  ConnectionHandshake,
  ConnectionResult,
  StreamFraming,
  TrafficDecoder,
  TrafficEncoder,
} from './stream/stream-framing.js';
export { StreamHandshake } from './stream/stream-handshake.js';
export type { StreamProtocol } from './node/stream-protocol.js';
export { SocketReader } from './node/socket-reader.js';
export { checkSecurity } from './security/check-security.js';
export { othersFirst } from './node/failed-handshakes.js';
export { addressesOf } from './tcp/addresses-of.js';
export { hostAddress } from './tcp/host-address.js';
export { addressToListenOn, lacksIpv6 } from './tcp/listen-on-tcp.js';
export { TCP_OPTIONS } from './tcp/tcp-options.js';
export { formatAddress, socketOptions, tcpFamily } from './tcp/tcp-protocol.js';
export { DEFAULT_PORTS } from './web-socket/default-port.js';
export { webSocketEndpoints } from './web-socket/web-socket-endpoints.js';
export { withoutEffect } from './tcp/without-effect.js';
export { admit } from './zmtp/authentication-error.js';
export { type Command, encodeCommand } from './zmtp/command.js';
export type { Dialect } from './zmtp/dialect.js';
export { COMMAND, MAX_BYTES, MORE } from './zmtp/frame.js';
export type { FrameEvents, FrameOutput, FrameSource, Taken } from './zmtp/framing.js';
export type { AuthenticatedPeer } from './zmtp/mechanism.js';
export { MessageDecoder } from './zmtp/message-decoder.js';
export { MessageEncoder } from './zmtp/message-encoder.js';
export { ProtocolError } from './zmtp/protocol-error.js';
export { type HandshakeLocal, SecurityHandshake, type SecurityResult } from './zmtp/security-handshake.js';
export { acquireSlab, releaseSlab } from './zmtp/slab-pool.js';
