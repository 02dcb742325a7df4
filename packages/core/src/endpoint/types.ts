import type { EndpointKinds } from './endpoint-kinds.js';

/**
 * A parsed endpoint: the result of {@link parseEndpoint}, and the input of {@link formatEndpoint}. `protocol`
 * discriminates the union. Packages with a transport add their kind of endpoint to {@link EndpointKinds}.
 *
 * @example
 * ```ts
 * import { type Endpoint, parseEndpoint } from '@zeromq-ts/core';
 *
 * function place(endpoint: Endpoint): string {
 *   switch (endpoint.protocol) {
 *     case 'tcp':
 *       return endpoint.port.kind === 'fixed' ? `port ${endpoint.port.number}` : 'a port yet to be chosen';
 *     case 'ipc':
 *       return endpoint.address.kind === 'pathname' ? endpoint.address.path : 'no file';
 *     case 'inproc':
 *       return endpoint.name;
 *     default: // that of another package
 *       return 'elsewhere';
 *   }
 * }
 *
 * console.log(place(parseEndpoint('tcp://localhost:5555'))); // port 5555
 * ```
 */
export type Endpoint = EndpointKinds[keyof EndpointKinds];

/**
 * The protocols an endpoint can have.
 *
 * @example
 * ```ts
 * import type { EndpointProtocol } from '@zeromq-ts/core';
 *
 * const local: EndpointProtocol[] = ['ipc', 'inproc'];
 * ```
 */
export type EndpointProtocol = Endpoint['protocol'];

/**
 * The action for an endpoint. In a list, the prefix `@` means bind and `>` means connect.
 *
 * @example
 * ```ts
 * import type { EndpointAction } from '@zeromq-ts/core';
 *
 * const action: EndpointAction = 'bind';
 * ```
 */
export type EndpointAction = 'bind' | 'connect';

/**
 * `tcp://host:port`, or `tcp://source;host:port` to connect from a chosen local address.
 *
 * @example
 * ```ts
 * import type { TcpEndpoint } from '@zeromq-ts/core';
 *
 * const endpoint: TcpEndpoint = {
 *   protocol: 'tcp',
 *   host: { kind: 'ipv6', address: '::1' },
 *   port: { kind: 'fixed', number: 5555 },
 * }; // tcp://[::1]:5555
 * ```
 */
export interface TcpEndpoint {
  readonly protocol: 'tcp';
  readonly host: TcpHost;
  readonly port: TcpPort;
  /** The local address of the connection. Default: chosen by the operating system. Connect only. */
  readonly source?: TcpSource;
}

/**
 * The host of a tcp endpoint.
 *
 * | kind | written | meaning |
 * | --- | --- | --- |
 * | `any` | `*` | every interface of this machine; bind only |
 * | `ipv4` | `127.0.0.1` | an IPv4 address |
 * | `ipv6` | `[::1]`, `[fe80::1%eth0]` | an IPv6 address, kept without its brackets, lower case and shortened as RFC 5952 says |
 * | `name` | `example.com`, `eth0` | a host name **or** the name of a network interface |
 *
 * A host name and an interface name look the same: `lo` may be either. Which it is depends on where it stands, as in
 * libzmq (`src/tcp_address.cpp`): to bind, an interface of that name comes first and the name is resolved when there is
 * none; to connect, it is a host name; in a `source`, it is an interface.
 *
 * @example
 * ```ts
 * import type { TcpHost } from '@zeromq-ts/core';
 *
 * const host: TcpHost = { kind: 'ipv6', address: 'fe80::1', zone: 'eth0' }; // [fe80::1%eth0]
 * ```
 */
export type TcpHost =
  | { readonly kind: 'any' }
  | { readonly kind: 'ipv4'; readonly address: string }
  | { readonly kind: 'ipv6'; readonly address: string; readonly zone?: string }
  | { readonly kind: 'name'; readonly name: string };

/**
 * The port of a tcp endpoint.
 *
 * | kind | written | meaning |
 * | --- | --- | --- |
 * | `fixed` | `5555` | this port, 1 to 65535 |
 * | `any` | `*`, `0` | a free one chosen by the operating system; bind only |
 * | `random` | `!` | a free one from 49152 to 65535, tried in random order; bind only |
 * | `range` | `*[6000-6100]`, `![6000-]` | a free one from `first` to `last`, both included, in ascending or random order; bind only |
 *
 * @example
 * ```ts
 * import type { TcpPort } from '@zeromq-ts/core';
 *
 * const port: TcpPort = { kind: 'range', first: 6000, last: 6100, order: 'ascending' }; // *[6000-6100]
 * ```
 */
export type TcpPort =
  | FixedPort
  | { readonly kind: 'any' }
  | { readonly kind: 'random' }
  | { readonly kind: 'range'; readonly first: number; readonly last: number; readonly order: 'ascending' | 'random' };

/**
 * One port, by its number.
 *
 * @example
 * ```ts
 * import type { FixedPort } from '@zeromq-ts/core';
 *
 * const port: FixedPort = { kind: 'fixed', number: 5555 };
 * ```
 */
export interface FixedPort {
  readonly kind: 'fixed';
  /** 1 to 65535. */
  readonly number: number;
}

/**
 * The local address a connection is made from: `eth0:0` in `tcp://eth0:0;example.com:5555`.
 *
 * The port may be omitted, or be `0` or `*`: the operating system then chooses a free one.
 *
 * @example
 * ```ts
 * import type { TcpSource } from '@zeromq-ts/core';
 *
 * const source: TcpSource = { host: { kind: 'name', name: 'eth0' }, port: { kind: 'any' } };
 * ```
 */
export interface TcpSource {
  readonly host: TcpHost;
  readonly port: FixedPort | { readonly kind: 'any' };
}

/**
 * `ipc://path`, `ipc://@name` or `ipc://*`.
 *
 * @example
 * ```ts
 * import type { IpcEndpoint } from '@zeromq-ts/core';
 *
 * const endpoint: IpcEndpoint = { protocol: 'ipc', address: { kind: 'pathname', path: '/tmp/feed' } };
 * ```
 */
export interface IpcEndpoint {
  readonly protocol: 'ipc';
  readonly address: IpcAddress;
}

/**
 * Where an ipc endpoint is.
 *
 * | kind | written | meaning |
 * | --- | --- | --- |
 * | `pathname` | `/tmp/feed`, `feed.sock` | a socket file; a relative path starts at the working directory |
 * | `abstract` | `@feed` | a name in Linux's abstract namespace, kept without its `@`: no file |
 * | `wildcard` | `*` | a temporary path chosen by bind; bind only |
 *
 * A relative path that itself starts with `@`, or is `*`, is written `./@feed`, `./*`.
 *
 * @example
 * ```ts
 * import type { IpcAddress } from '@zeromq-ts/core';
 *
 * const address: IpcAddress = { kind: 'abstract', name: 'feed' }; // ipc://@feed
 * ```
 */
export type IpcAddress =
  | { readonly kind: 'pathname'; readonly path: string }
  | { readonly kind: 'abstract'; readonly name: string }
  | { readonly kind: 'wildcard' };

/**
 * `inproc://name`: sockets of one context and one engine, in one process.
 *
 * @example
 * ```ts
 * import type { InprocEndpoint } from '@zeromq-ts/core';
 *
 * const endpoint: InprocEndpoint = { protocol: 'inproc', name: 'jobs' };
 * ```
 */
export interface InprocEndpoint {
  readonly protocol: 'inproc';
  /** Any text of 1 to 255 bytes in UTF-8 without control characters. */
  readonly name: string;
}
