import type { Endpoint, IpcEndpoint, TcpEndpoint } from '@zeromq-ts/core/spi';
import { formatEndpoint } from '@zeromq-ts/core/spi';
import { bindError } from '../stream/bind-errors.js';
import { networkAddress } from './web-socket-endpoint.js';

/**
 * The endpoint that libzmq is to bind, in the place of one that it would not know what to do with, or only by
 * blocking: a host name is resolved, and a temporary path is chosen (libzmq takes one in the working directory).
 *
 * @throws ZMQError `ENODEV` when a host name is no interface and does not resolve.
 */
export function addressToBind(endpoint: Endpoint, ipv6: boolean): Endpoint | Promise<Endpoint> {
  if (endpoint.protocol === 'ipc') return endpoint.address.kind === 'wildcard' ? temporaryPath() : endpoint;
  const host = networkAddress(endpoint)?.host;
  return host?.kind === 'name' ? resolveName(endpoint, host.name, ipv6) : endpoint;
}

async function resolveName(endpoint: Endpoint, name: string, ipv6: boolean): Promise<Endpoint> {
  // An interface of that name comes first, as in libzmq (ip_resolver_t::resolve).
  if (Object.hasOwn(process.getBuiltinModule('node:os').networkInterfaces(), name)) return endpoint;
  try {
    // Loaded here, so that it costs nothing without a name to resolve.
    const { lookup } = await import('node:dns/promises');
    const { address, family } = await lookup(name, { family: ipv6 ? 0 : 4 });
    const host: TcpEndpoint['host'] = family === 6 ? { kind: 'ipv6', address } : { kind: 'ipv4', address };
    return { ...endpoint, host } as Endpoint;
  } catch (cause) {
    throw bindError('ENODEV', formatEndpoint(endpoint), cause);
  }
}

function temporaryPath(): IpcEndpoint {
  const name = `zeromq-ts-${Buffer.from(crypto.getRandomValues(new Uint8Array(8))).toString('hex')}.sock`;
  const path = process.getBuiltinModule('node:path').join(process.getBuiltinModule('node:os').tmpdir(), name);
  return { protocol: 'ipc', address: { kind: 'pathname', path } };
}
