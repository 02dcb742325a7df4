import { measureOneWay } from './one-way.js';
import type { Case, Scenario } from './scenario.js';
import { MESSAGES, sizeText } from './scenario.js';

const SIZES = [10, 128, 1024, 16_384, 65_536, 1_048_576];
/** Below, a system call for each message is not what anybody would do. */
const BYTES_ALONE_FROM = 16_384;
const LIBRARIES = ['zmtp', 'libzmq', 'npm zeromq', 'libzmq in C', 'pyzmq'];

function one(transport: 'tcp' | 'ipc', size: number, bulk: boolean): Case {
  return {
    name: `${transport} ${sizeText(size)}${bulk ? ', trySend and tryReceive' : ''}`,
    metrics: [MESSAGES],
    size,
    quick: transport === 'tcp' && size !== 16_384 && (!bulk || size === 10),
    peers: bulk ? ['zmtp', 'libzmq'] : size < BYTES_ALONE_FROM ? LIBRARIES : [...LIBRARIES, 'node:net'],
    measure: (peer, timing) => measureOneWay({ transport, size, frames: 1, bulk }, peer, timing),
  };
}

export const PUSH_PULL: Scenario = {
  name: 'push-pull',
  title: 'From a PUSH to a PULL in another process, one `await send` and one `await receive` for each message.',
  program: 'push-pull',
  cases: [false, true].flatMap((bulk) =>
    (['tcp', 'ipc'] as const).flatMap((transport) => SIZES.map((size) => one(transport, size, bulk))),
  ),
};
