import type { Transport } from '@zeromq-ts/core/spi';
import { dialTcp } from './dial-tcp.js';
import { listenOnTcp } from './listen-on-tcp.js';

/**
 * `tcp://`: messages as ZMTP 3.1 over TCP.
 *
 * Of the options, Node sets no buffer sizes (`sendBufferSize`, `receiveBufferSize`) and no `tcpKeepaliveCount` and
 * `tcpKeepaliveInterval`: the system's defaults hold. Nagle's algorithm is always off.
 */
export const tcp: Transport = {
  seam: 'transport@2',
  protocol: 'tcp',
  patient: false,
  listen: async (endpoint, local, watcher) => {
    if (endpoint.protocol !== 'tcp') throw new TypeError(`The transport tcp cannot listen on ${endpoint.protocol}.`);
    return listenOnTcp(endpoint, local, watcher);
  },
  dial: (endpoint, local, watcher) => {
    if (endpoint.protocol !== 'tcp') throw new TypeError(`The transport tcp cannot reach ${endpoint.protocol}.`);
    return dialTcp(endpoint, local, watcher);
  },
};
