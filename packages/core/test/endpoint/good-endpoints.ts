import type { Endpoint, TcpHost, TcpPort, TcpSource } from '../../src/endpoint/index.js';

/** One row: how it may be written, what it means, and its one canonical text where that differs. */
export interface GoodEndpoint {
  readonly text: string;
  readonly endpoint: Endpoint;
  readonly canonical?: string;
}

const any = { kind: 'any' } as const;
const localhost: TcpHost = { kind: 'name', name: 'localhost' };

const named = (name: string): TcpHost => ({ kind: 'name', name });
const ipv4 = (address: string): TcpHost => ({ kind: 'ipv4', address });
const ipv6 = (address: string, zone?: string): TcpHost =>
  zone === undefined ? { kind: 'ipv6', address } : { kind: 'ipv6', address, zone };
const fixed = (number: number) => ({ kind: 'fixed', number }) as const;
const range = (first: number, last: number, order: 'ascending' | 'random' = 'ascending'): TcpPort => ({
  kind: 'range',
  first,
  last,
  order,
});
const tcp = (host: TcpHost, port: TcpPort, source?: TcpSource): Endpoint =>
  source === undefined ? { protocol: 'tcp', host, port } : { protocol: 'tcp', host, port, source };
const pathname = (path: string): Endpoint => ({ protocol: 'ipc', address: { kind: 'pathname', path } });
const abstract = (name: string): Endpoint => ({ protocol: 'ipc', address: { kind: 'abstract', name } });
const inproc = (name: string): Endpoint => ({ protocol: 'inproc', name });

export const goodHosts: GoodEndpoint[] = [
  { text: 'tcp://localhost:5555', endpoint: tcp(localhost, fixed(5555)) },
  { text: 'tcp://*:5555', endpoint: tcp(any, fixed(5555)) },
  { text: 'tcp://lo:5555', endpoint: tcp(named('lo'), fixed(5555)) },
  { text: 'tcp://eth0.100:5555', endpoint: tcp(named('eth0.100'), fixed(5555)) },
  { text: 'tcp://Server1:5555', endpoint: tcp(named('Server1'), fixed(5555)) },
  { text: 'tcp://my-host_2.example.com:5555', endpoint: tcp(named('my-host_2.example.com'), fixed(5555)) },
  { text: 'tcp://example.com.:5555', endpoint: tcp(named('example.com.'), fixed(5555)) },
  { text: 'tcp://1password.example:5555', endpoint: tcp(named('1password.example'), fixed(5555)) },
  { text: `tcp://${'a'.repeat(63)}.example:1`, endpoint: tcp(named(`${'a'.repeat(63)}.example`), fixed(1)) },
  { text: 'tcp://0.0.0.0:5555', endpoint: tcp(ipv4('0.0.0.0'), fixed(5555)) },
  { text: 'tcp://255.255.255.255:5555', endpoint: tcp(ipv4('255.255.255.255'), fixed(5555)) },
  { text: 'tcp://[::]:5555', endpoint: tcp(ipv6('::'), fixed(5555)) },
  { text: 'tcp://[::1]:5555', endpoint: tcp(ipv6('::1'), fixed(5555)) },
  { text: 'tcp://[fe80::1%eth0]:5555', endpoint: tcp(ipv6('fe80::1', 'eth0'), fixed(5555)) },
  { text: 'tcp://[fe80::1%2]:5555', endpoint: tcp(ipv6('fe80::1', '2'), fixed(5555)) },
  {
    text: 'tcp://[2001:0DB8:0:0:0:0:0:0001]:5555',
    endpoint: tcp(ipv6('2001:db8::1'), fixed(5555)),
    canonical: 'tcp://[2001:db8::1]:5555',
  },
  {
    text: 'tcp://[::ffff:7f00:1]:5555',
    endpoint: tcp(ipv6('::ffff:127.0.0.1'), fixed(5555)),
    canonical: 'tcp://[::ffff:127.0.0.1]:5555',
  },
  {
    text: 'tcp://[192.168.1.1]:5555',
    endpoint: tcp(ipv4('192.168.1.1'), fixed(5555)),
    canonical: 'tcp://192.168.1.1:5555',
  },
  {
    text: 'tcp://[ip.zeromq.org]:22',
    endpoint: tcp(named('ip.zeromq.org'), fixed(22)),
    canonical: 'tcp://ip.zeromq.org:22',
  },
];

export const goodPorts: GoodEndpoint[] = [
  { text: 'tcp://localhost:1', endpoint: tcp(localhost, fixed(1)) },
  { text: 'tcp://localhost:65535', endpoint: tcp(localhost, fixed(65_535)) },
  { text: 'tcp://127.0.0.1:*', endpoint: tcp(ipv4('127.0.0.1'), any) },
  { text: 'tcp://*:0', endpoint: tcp(any, any), canonical: 'tcp://*:*' },
  { text: 'tcp://*:!', endpoint: tcp(any, { kind: 'random' }) },
  { text: 'tcp://*:*[6000-6100]', endpoint: tcp(any, range(6000, 6100)) },
  { text: 'tcp://[::1]:*[6000-6000]', endpoint: tcp(ipv6('::1'), range(6000, 6000)) },
  { text: 'tcp://*:![6000-6100]', endpoint: tcp(any, range(6000, 6100, 'random')) },
  { text: 'tcp://*:*[6000-]', endpoint: tcp(any, range(6000, 65_535)), canonical: 'tcp://*:*[6000-65535]' },
  {
    text: 'tcp://*:![-60000]',
    endpoint: tcp(any, range(49_152, 60_000, 'random')),
    canonical: 'tcp://*:![49152-60000]',
  },
  { text: 'tcp://*:*[-6100]', endpoint: tcp(any, range(1024, 6100)), canonical: 'tcp://*:*[1024-6100]' },
  { text: 'tcp://*:*[-]', endpoint: tcp(any, range(49_152, 65_535)), canonical: 'tcp://*:*[49152-65535]' },
];

export const goodSources: GoodEndpoint[] = [
  {
    text: 'tcp://192.168.1.17:5555;192.168.1.1:5556',
    endpoint: tcp(ipv4('192.168.1.1'), fixed(5556), { host: ipv4('192.168.1.17'), port: fixed(5555) }),
  },
  {
    text: 'tcp://eth0:0;localhost:5555',
    endpoint: tcp(localhost, fixed(5555), { host: named('eth0'), port: any }),
  },
  {
    text: 'tcp://*:0;localhost:5555',
    endpoint: tcp(localhost, fixed(5555), { host: any, port: any }),
  },
  {
    text: 'tcp://[::1]:*;[::2]:5555',
    endpoint: tcp(ipv6('::2'), fixed(5555), { host: ipv6('::1'), port: any }),
    canonical: 'tcp://[::1]:0;[::2]:5555',
  },
  {
    text: 'tcp://[fe80::1%eth0];localhost:5555',
    endpoint: tcp(localhost, fixed(5555), { host: ipv6('fe80::1', 'eth0'), port: any }),
    canonical: 'tcp://[fe80::1%eth0]:0;localhost:5555',
  },
  {
    text: 'tcp://127.0.0.1;localhost:5555',
    endpoint: tcp(localhost, fixed(5555), { host: ipv4('127.0.0.1'), port: any }),
    canonical: 'tcp://127.0.0.1:0;localhost:5555',
  },
];

export const goodLocals: GoodEndpoint[] = [
  { text: 'ipc:///tmp/feeds/0', endpoint: pathname('/tmp/feeds/0') },
  { text: 'ipc://feed.sock', endpoint: pathname('feed.sock') },
  { text: 'ipc://./@feed', endpoint: pathname('./@feed') },
  { text: 'ipc://*feed', endpoint: pathname('*feed') },
  { text: 'ipc:///tmp/my feeds, all/a:b;c', endpoint: pathname('/tmp/my feeds, all/a:b;c') },
  { text: 'ipc:///tmp/höhle/🦊', endpoint: pathname('/tmp/höhle/🦊') },
  { text: 'ipc:///tmp/tcp://x', endpoint: pathname('/tmp/tcp://x') },
  { text: `ipc://${'a'.repeat(107)}`, endpoint: pathname('a'.repeat(107)) },
  { text: 'ipc://*', endpoint: { protocol: 'ipc', address: { kind: 'wildcard' } } },
  { text: 'ipc://@feed', endpoint: abstract('feed') },
  { text: 'ipc://@@', endpoint: abstract('@') },
  { text: 'ipc://@*', endpoint: abstract('*') },
  { text: `ipc://@${'a'.repeat(106)}`, endpoint: abstract('a'.repeat(106)) },
  { text: 'inproc://jobs', endpoint: inproc('jobs') },
  { text: 'inproc://#1', endpoint: inproc('#1') },
  { text: 'inproc://*', endpoint: inproc('*') },
  { text: 'inproc://a name, with: anything; 🦊', endpoint: inproc('a name, with: anything; 🦊') },
  { text: `inproc://${'a'.repeat(255)}`, endpoint: inproc('a'.repeat(255)) },
];
