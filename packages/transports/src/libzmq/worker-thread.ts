import type { Endpoint } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';

let found: boolean | undefined;

/**
 * Whether this is a worker thread of Node.
 *
 * A worker can end at any moment without running further JavaScript (`worker.terminate()`), and the npm package
 * `zeromq` aborts the whole process if one of its operations is pending then. So in a worker no operation is left
 * pending in the package: waiting calls poll.
 */
export function inWorkerThread(): boolean {
  found ??= !process.getBuiltinModule('node:worker_threads').isMainThread;
  return found;
}

/**
 * In a worker, this engine supports only inproc. The other transports need libzmq's monitor, for events and to detect
 * when a socket has delivered everything. When a worker ends, the package closes the reading end of the monitor first;
 * libzmq then blocks while it writes the last event of the socket, and blocks every other socket of the process.
 *
 * @throws ZMQError `ENOTSUP` for other endpoints than inproc in a worker.
 */
export function assertCarriedHere({ protocol }: Endpoint, endpoint: string): void {
  if (protocol === 'inproc' || !inWorkerThread()) return;
  throw new ZMQError(
    'ENOTSUP',
    `In a worker thread, the engine libzmq supports only inproc://, not ${protocol}://: a terminated worker ` +
      "would block all sockets of the process. Create this socket with { engine: 'zmtp' }.",
    { endpoint },
  );
}
