import type { Endpoint } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';

let found: boolean | undefined;

/**
 * Whether this is a worker thread of Node.
 *
 * A worker can end at any moment without running any more JavaScript (`worker.terminate()`), and the npm package
 * `zeromq` aborts the whole process when an operation of its is pending at that moment. So in a worker nothing is left
 * pending in the package: what waits looks again after a while.
 */
export function inWorkerThread(): boolean {
  found ??= !process.getBuiltinModule('node:worker_threads').isMainThread;
  return found;
}

/**
 * In a worker this engine carries inproc alone. The other transports need libzmq's monitor, for the events and to know
 * when a socket has delivered everything. When a worker ends, the package closes the reading end of the monitor first;
 * libzmq then waits for ever to tell of the end of the socket, and every other socket of the process waits with it.
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
