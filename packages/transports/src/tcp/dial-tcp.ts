import type { OnReadOpts, Socket } from 'node:net';
import { connect } from 'node:net';
import type { Attempt, ConnectTcpEndpoint, LinkWatcher, LocalSocket, TcpEndpoint } from '@zeromq-ts/core/spi';
import { forConnect, formatEndpoint, ZMQError } from '@zeromq-ts/core/spi';
import { nameError } from '../stream/connection-errors.js';
import { dialStream } from '../stream/dial-stream.js';
import { hostAddress } from './host-address.js';
import { interfaceAddress } from './interface-address.js';
import { socketOptions, tcpFamily } from './tcp-family.js';

/** Begins one attempt. A host name is resolved anew, and with `ipv6` its addresses are tried one after the other. */
export function dialTcp(endpoint: TcpEndpoint, local: LocalSocket, watcher: LinkWatcher): Attempt {
  const target = forConnect(endpoint) as ConnectTcpEndpoint;
  const text = formatEndpoint(target);
  const { host } = target;
  return dialStream(
    {
      endpoint: text,
      family: tcpFamily,
      open: (read) => open(target, local, text, read),
      explain: (cause) => {
        const { syscall } = cause as NodeJS.ErrnoException;
        return syscall === 'getaddrinfo' && host.kind === 'name' ? nameError(host.name, text, cause) : undefined;
      },
    },
    local,
    watcher,
  );
}

function open(
  { host, port, source }: ConnectTcpEndpoint,
  { options }: LocalSocket,
  endpoint: string,
  read: { onread?: OnReadOpts },
): Socket {
  const from = source === undefined ? undefined : sourceAddress(source.host, options.ipv6, endpoint);
  return connect({
    ...socketOptions(options),
    ...read,
    host: host.kind === 'name' ? host.name : hostAddress(host),
    port: port.number,
    allowHalfOpen: true,
    // To an address of one family there is no way from one of the other.
    family: from === undefined ? (options.ipv6 ? 0 : 4) : from.includes(':') ? 6 : 4,
    autoSelectFamily: options.ipv6,
    ...(from === undefined ? {} : { localAddress: from }),
    ...(source?.port.kind === 'fixed' ? { localPort: source.port.number } : {}),
  });
}

/** @returns the address to connect from; `undefined` when the system is to choose one. */
function sourceAddress(
  host: NonNullable<TcpEndpoint['source']>['host'],
  ipv6: boolean,
  endpoint: string,
): string | undefined {
  if (host.kind !== 'name') return hostAddress(host);
  const address = interfaceAddress(host.name, ipv6);
  if (address !== undefined) return hostAddress(address);
  throw new ZMQError(
    'ENODEV',
    `Cannot connect to ${endpoint} yet: its source ${JSON.stringify(host.name)} is neither an address nor a network interface of this machine.`,
    { endpoint },
  );
}
