import type { TcpEndpoint } from '@zeromq-ts/core/spi';
import { zoneName } from './zone-name.js';

/** An address as the system takes it; `undefined` for any, and for a name, which has yet to be resolved. */
export function hostAddress(host: TcpEndpoint['host']): string | undefined {
  switch (host.kind) {
    case 'ipv4':
      return host.address;
    case 'ipv6':
      return host.zone === undefined ? host.address : `${host.address}%${zoneName(host.zone)}`;
    case 'any':
    case 'name':
      return undefined;
  }
}
