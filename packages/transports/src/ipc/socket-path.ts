import type { ConnectIpcEndpoint } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';

/** What `sun_path` holds besides the terminating zero byte; Node cuts off the rest instead of refusing it. */
export const MAX_PATH_BYTES = process.platform === 'linux' ? 107 : 103;

/** An ipc address that is the same for both ends. */
export type FixedAddress = ConnectIpcEndpoint['address'];

/**
 * The path of an ipc address as Node takes it. It is absolute, unless only the relative one is short
 * enough.
 *
 * @throws ZMQError `ENAMETOOLONG`, or `ENOTSUP` for an abstract name on another system than Linux.
 */
export function socketPath(address: FixedAddress, endpoint: string): string {
  if (address.kind === 'pathname') {
    const absolute = process.getBuiltinModule('node:path').resolve(address.path);
    return checkLength(fits(absolute) ? absolute : address.path, endpoint);
  }
  if (process.platform === 'linux') return checkLength(`\0${address.name}`, endpoint);
  throw new ZMQError(
    'ENOTSUP',
    `Cannot use ${endpoint}: abstract names are there on Linux only. Take a path, as in ipc:///tmp/feed.`,
    { endpoint },
  );
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= MAX_PATH_BYTES;
}

function checkLength(path: string, endpoint: string): string {
  if (fits(path)) return path;
  throw new ZMQError(
    'ENAMETOOLONG',
    `Cannot use ${endpoint}: its path takes ${Buffer.byteLength(path)} bytes in UTF-8, and a socket address holds ${MAX_PATH_BYTES}. Choose a shorter one.`,
    { endpoint },
  );
}
