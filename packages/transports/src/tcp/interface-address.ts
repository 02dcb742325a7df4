import type { TcpEndpoint } from '@zeromq-ts/core/spi';

/**
 * The first address of a network interface: of IPv6 with `ipv6`, as in libzmq (ip_resolver_t::resolve_nic_name), or of
 * IPv4 when it has none of IPv6; of IPv4 without.
 *
 * @returns `undefined` when there is none.
 */
export function interfaceAddress(name: string, ipv6: boolean): TcpEndpoint['host'] | undefined {
  const first = ipv6 ? firstAddress(name, 'IPv6') : undefined;
  return first ?? firstAddress(name, 'IPv4');
}

/** The first address that a network interface has in a family; `undefined` when there is none. */
export function firstAddress(name: string, family: 'IPv4' | 'IPv6'): TcpEndpoint['host'] | undefined {
  const interfaces = process.getBuiltinModule('node:os').networkInterfaces();
  const addresses = Object.hasOwn(interfaces, name) ? (interfaces[name] ?? []) : [];
  const fitting = addresses.find((address) => address.family === family);
  if (fitting === undefined) return undefined;
  if (fitting.family === 'IPv4') return { kind: 'ipv4', address: fitting.address };
  // Only within a zone does a link-local address mean anything (RFC 4007).
  return fitting.scopeid === 0
    ? { kind: 'ipv6', address: fitting.address }
    : { kind: 'ipv6', address: fitting.address, zone: name };
}

/** Whether this machine has a network interface of that name. */
export function isInterface(name: string): boolean {
  return Object.hasOwn(process.getBuiltinModule('node:os').networkInterfaces(), name);
}
