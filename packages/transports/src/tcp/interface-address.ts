import type { TcpEndpoint } from '@zeromq-ts/core/spi';

/** The first address of a network interface, of IPv4 unless `ipv6`; `undefined` when there is none of that name. */
export function interfaceAddress(name: string, ipv6: boolean): TcpEndpoint['host'] | undefined {
  const interfaces = process.getBuiltinModule('node:os').networkInterfaces();
  const addresses = Object.hasOwn(interfaces, name) ? (interfaces[name] ?? []) : [];
  const fitting = addresses.find(({ family }) => family === 'IPv4' || ipv6);
  if (fitting === undefined) return undefined;
  if (fitting.family === 'IPv4') return { kind: 'ipv4', address: fitting.address };
  // Only within a zone does a link-local address mean anything (RFC 4007).
  return fitting.scopeid === 0
    ? { kind: 'ipv6', address: fitting.address }
    : { kind: 'ipv6', address: fitting.address, zone: name };
}
