import type { Engine } from '@zeromq-ts/core/spi';
import { inproc } from '../inproc/index.js';
import { ipc } from '../ipc/index.js';
import { tcp } from '../tcp/index.js';
import { createZmtpEngine } from './create-zmtp-engine.js';

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
export const zmtp: Engine = /* @__PURE__ */ createZmtpEngine({
  transports: [tcp(), ipc(), inproc()],
  registered: true,
});
