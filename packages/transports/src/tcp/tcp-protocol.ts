import type { TcpSocketConnectOpts } from 'node:net';
import type { ResolvedOptions } from '@zeromq-ts/core/spi';
import type { StreamProtocol } from '../node/stream-protocol.js';

export const tcpFamily: StreamProtocol = {
  addressOf: ({ remoteAddress, remotePort }) =>
    remoteAddress === undefined || remotePort === undefined ? undefined : formatAddress(remoteAddress, remotePort),
  isSelfConnection: ({ localAddress, localPort, remoteAddress, remotePort }) =>
    localPort === remotePort && localAddress === remoteAddress,
};

/** An address of the system as an endpoint. What came over IPv4 to a socket for both families is shown as IPv4. */
export function formatAddress(address: string, port: number): string {
  const ipv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  return `tcp://${ipv4.includes(':') ? `[${ipv4}]` : ipv4}:${port}`;
}

/** What is set on every connection, made or accepted. */
export function socketOptions(
  options: ResolvedOptions,
): Pick<TcpSocketConnectOpts, 'noDelay' | 'keepAlive' | 'keepAliveInitialDelay'> {
  const { tcpKeepalive, tcpKeepaliveIdle } = options;
  const keepAlive = tcpKeepalive === 1;
  return {
    noDelay: true,
    keepAlive,
    ...(keepAlive && tcpKeepaliveIdle > 0 ? { keepAliveInitialDelay: tcpKeepaliveIdle * 1000 } : {}),
  };
}
