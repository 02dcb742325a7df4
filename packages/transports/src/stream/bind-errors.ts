import { ZMQError } from '@zeromq-ts/core/spi';

const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'the address is in use. Close the socket that is bound to it, or bind to another one (port * is the first free one).',
  EADDRNOTAVAIL: 'this machine does not have that address. Bind to one of its own, or to tcp://*.',
  ENODEV: 'it is neither an address, nor a network interface of this machine, nor a name that resolves to one.',
  EACCES: 'permission denied. Ports below 1024, and directories of other users, require privileges.',
  ENOENT: 'the directory of that path does not exist. Create it first.',
  ENOTDIR: 'a part of that path is not a directory.',
  ENAMETOOLONG: 'the path is longer than the system allows for sockets. Choose a shorter one.',
  EROFS: 'that directory is on a read-only file system.',
  EMFILE: 'too many files or sockets are open in this process.',
};

/** The error of a bind that the system has refused. */
export function bindError(code: string, endpoint: string, cause?: unknown): ZMQError {
  const advice = ADVICE[code] ?? `the operating system refused it (${code}).`;
  return new ZMQError(code, `Cannot bind ${endpoint}: ${advice}`, { endpoint, cause });
}
