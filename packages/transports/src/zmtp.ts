import { registerEngine } from '@zeromq-ts/core/spi';
import { zmtp } from './engines.js';

registerEngine(zmtp, { preferred: true });

export { createZmtpEngine, inproc, ipc, tcp, type ZmtpEngineOptions } from './engines.js';
export { zmtp };
// What the types of this package mention.
export type { Engine, InprocEndpoint, IpcEndpoint, TcpEndpoint, Transport } from '@zeromq-ts/core/spi';
