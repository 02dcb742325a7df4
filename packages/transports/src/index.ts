export type { StreamOptions } from './stream/stream-options.js';
export type { TcpOptions } from './tcp/tcp-options.js';
export { libzmq } from './libzmq.js';
export {
  createZmtpEngine,
  errorCommand,
  inproc,
  ipc,
  ProtocolError,
  tcp,
  zmtp,
  type ZmtpEngineOptions,
} from './zmtp.js';
export type {
  AuthenticatedPeer,
  AuthenticationHandler,
  Command,
  Credentials,
  FrameCipher,
  Mechanism,
  MechanismSession,
  SecurityMechanism,
} from './zmtp.js';
// What the types of this package mention.
export type { Engine, InprocEndpoint, IpcEndpoint, TcpEndpoint, Transport } from '@zeromq-ts/core/spi';
