import type { Endpoint } from '@zeromq-ts/core/spi';
import type { NativeSocket } from './native-binding.js';
import { OPTIONS } from './libzmq-numbers.js';
import { quietly } from './quietly.js';
import { networkAddress } from './web-socket-endpoint.js';

/**
 * Binds or connects with IPv6 switched on when the address is an IPv6 address. libzmq takes none while `ZMQ_IPV6` is
 * off, and while it is on, `*` and names mean something else, too; so it is on just for this one endpoint.
 */
export function withIpv6(socket: NativeSocket, endpoint: Endpoint, ipv6: boolean, act: () => void): void {
  if (ipv6 || networkAddress(endpoint)?.host.kind !== 'ipv6') {
    act();
    return;
  }
  quietly(() => socket.setBoolOption(OPTIONS.IPV6, true));
  try {
    act();
  } finally {
    quietly(() => socket.setBoolOption(OPTIONS.IPV6, false));
  }
}
