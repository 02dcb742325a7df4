/**
 * The texts of errors: those that the npm package has of its own, and otherwise those of `zmq_strerror(3)`, on every
 * platform.
 */
export const ERROR_TEXTS: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  EAGAIN: 'Operation was not possible or timed out',
  EBADF: 'Socket is closed',
  EBUSY: 'Socket is busy',
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  EFAULT: 'Context is closed',
  EFSM: 'Operation cannot be accomplished in current state',
  EHOSTUNREACH: 'Host unreachable',
  EINVAL: 'Invalid argument',
  EMFILE: 'Too many open file descriptors',
  EMSGSIZE: 'Message too long',
  ENAMETOOLONG: 'File name too long',
  ENOBUFS: 'No buffer space available',
  ENOCOMPATPROTO: 'The protocol is not compatible with the socket type',
  ENODEV: 'No such device',
  ENOENT: 'No such endpoint',
  ENOTSOCK: 'Socket operation on non-socket',
  ENOTSUP: 'Operation not supported',
  EPROTO: 'Protocol error',
  EPROTONOSUPPORT: 'Protocol not supported',
  ETERM: 'Context was terminated',
  ETIMEDOUT: 'Connection timed out',
};
