import type { Engine, EngineSocket, OpenSocket, ResolvedOptions } from '@zeromq-ts/core/spi';
import { NativeEngine } from '@zeromq-ts/core/spi';
import { inproc } from '../inproc/index.js';
import { ipc } from '../ipc/index.js';
import { endpointsOn, hasUnixSockets } from '../ipc/platform-endpoints.js';
import { ownPublicKey } from '../security/check-own-keys.js';
import { mechanismOf } from '../security/mechanism-of.js';
import { tcp } from '../tcp/index.js';
import { withoutEffect } from './without-effect.js';

/** Checks the security of a socket when it is created, not when the first peer connects. */
class ZmtpEngine extends NativeEngine {
  override readonly endpoints = endpointsOn(process.platform);

  warningOf(options: ResolvedOptions): string | undefined {
    return withoutEffect(options);
  }

  override open(request: OpenSocket): EngineSocket {
    if (request.options.security.mechanism === 'CURVE') ownPublicKey(request.options.security);
    mechanismOf(request);
    return super.open(request);
  }
}

/**
 * The engine `zmtp`: ZMTP 3.1 in TypeScript, over tcp, ipc and inproc, without native code. There is no ipc on Windows.
 *
 * Importing it registers it; it is the default unless another one is chosen.
 *
 * @example
 * ```ts
 * import { zmtp } from '@zeromq-ts/transports/zmtp';
 * import { ZMQPair } from '@zeromq-ts/pair';
 *
 * const left = new ZMQPair('@inproc://zmtp', { engine: zmtp });
 * const right = new ZMQPair('>inproc://zmtp', { engine: 'zmtp' });
 * await left.send('hello');
 * console.log(`${await right.receive()}`);
 * await Promise.all([left.close(), right.close()]);
 * ```
 */
export const zmtp: Engine = new ZmtpEngine(
  'zmtp',
  hasUnixSockets(process.platform) ? [tcp, ipc, inproc] : [tcp, inproc],
);
