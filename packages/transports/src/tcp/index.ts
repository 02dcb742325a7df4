import type { TcpEndpoint, Transport } from '@zeromq-ts/core/spi';
import { TCP_ENDPOINTS } from '@zeromq-ts/core/spi';
import { checkSecurity } from '../security/check-security.js';
import { withoutEffect } from './without-effect.js';
import { dialTcp } from './dial-tcp.js';
import { listenOnTcp, listenOnTcpSync } from './listen-on-tcp.js';
import { TCP_OPTIONS } from './tcp-options.js';

/**
 * `tcp://`: messages as ZMTP 3.1 over TCP.
 *
 * Of the options, Node sets no buffer sizes (`sendBufferSize`, `receiveBufferSize`) and no `tcpKeepaliveCount` and
 * `tcpKeepaliveInterval`: the system's defaults hold. Nagle's algorithm is always off.
 */
export function tcp(): Transport<TcpEndpoint> {
  return TCP;
}

const TCP: Transport<TcpEndpoint> = {
  seam: 'transport@2',
  protocol: 'tcp',
  endpoints: TCP_ENDPOINTS,
  options: TCP_OPTIONS,
  waitsForBind: false,
  check: checkSecurity,
  warningOf: withoutEffect,
  listen: listenOnTcp,
  listenSync: listenOnTcpSync,
  dial: dialTcp,
};
