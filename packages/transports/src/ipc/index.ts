import type { Transport } from '@zeromq-ts/core/spi';
import { dialIpc } from './dial-ipc.js';
import { listenOnIpc } from './listen-on-ipc.js';

/**
 * `ipc://`: messages as ZMTP 3.1 over Unix domain sockets.
 *
 * Node before version 22 pads abstract names with zero octets: under such a name, only processes that do the same meet.
 */
export const ipc: Transport = {
  seam: 'transport@2',
  protocol: 'ipc',
  patient: false,
  listen: async (endpoint, local, watcher) => {
    if (endpoint.protocol !== 'ipc') throw new TypeError(`The transport ipc cannot listen on ${endpoint.protocol}.`);
    return listenOnIpc(endpoint, local, watcher);
  },
  dial: (endpoint, local, watcher) => {
    if (endpoint.protocol !== 'ipc') throw new TypeError(`The transport ipc cannot reach ${endpoint.protocol}.`);
    return dialIpc(endpoint, local, watcher);
  },
};
