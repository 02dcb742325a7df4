/**
 * All exports of this package, bundled into one published file; the entry points only register what they export.
 * Loading it has no side effects, so that a bundler can drop an engine that is not imported.
 */
export { createZmtpEngine, type ZmtpEngineOptions } from './engine/create-zmtp-engine.js';
export { zmtp } from './engine/zmtp-engine.js';
export { inproc } from './inproc/index.js';
export { ipc } from './ipc/index.js';
export { libzmq } from './libzmq/libzmq-engine.js';
export { tcp } from './tcp/index.js';
export type { SecurityMechanism } from './security/security-mechanism.js';
export { errorCommand, type Command } from './zmtp/command.js';
export type {
  AuthenticatedPeer,
  AuthenticationHandler,
  Credentials,
  FrameCipher,
  Mechanism,
  MechanismSession,
} from './zmtp/mechanism.js';
export { ProtocolError } from './zmtp/protocol-error.js';
