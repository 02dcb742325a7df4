import { logIfAsked, registerEngine } from '@zeromq-ts/core/spi';
import { zmtp } from './engines.js';

registerEngine(zmtp, { preferred: true });
logIfAsked();

export { createZmtpEngine, errorCommand, inproc, ipc, ProtocolError, tcp, type ZmtpEngineOptions } from './engines.js';
export type {
  AuthenticatedPeer,
  AuthenticationHandler,
  Command,
  Credentials,
  FrameCipher,
  Mechanism,
  MechanismSession,
  SecurityMechanism,
} from './engines.js';
export { zmtp };
// What the types of this package mention.
export type { Engine, InprocEndpoint, IpcEndpoint, TcpEndpoint, Transport } from '@zeromq-ts/core/spi';
