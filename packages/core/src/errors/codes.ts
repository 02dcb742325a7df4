/**
 * The codes a `ZMQError` can carry: libzmq's names, and the operating system's where libzmq passes them on.
 *
 * | code | meaning |
 * | --- | --- |
 * | `EACCES` | the system does not let this process bind there |
 * | `EADDRINUSE` | the endpoint to bind is taken |
 * | `EADDRNOTAVAIL` | the address to bind is not one of this machine's |
 * | `EAGAIN` | the operation did not finish within its timeout |
 * | `ECANCELED` | a connection was ended because the request sent over it was given up |
 * | `ECONNRESET` | the peer has cut the connection |
 * | `EFSM` | the socket's exchange is in another state: something has to be sent or received first |
 * | `EHOSTUNREACH` | no peer has this routing id |
 * | `EINVAL` | a malformed endpoint, option or argument |
 * | `EMFILE` | too many open sockets |
 * | `EMSGSIZE` | a frame is larger than the peer takes, or the message than any peer of the engine `zmtp` |
 * | `ENAMETOOLONG` | an ipc path is longer than the system allows |
 * | `ENOBUFS` | a peer wants more kept for it than one peer may have |
 * | `ENODEV` | no network interface of that name |
 * | `ENOENT` | the endpoint to unbind or disconnect was never bound or connected |
 * | `ENOTFOUND` | a host name did not resolve |
 * | `ENOTSOCK` | the socket is closed |
 * | `ENOTSUP` | this socket type or engine cannot do that |
 * | `EPROTO` | the peer broke the protocol, or is of a socket type that does not fit |
 * | `EPROTONOSUPPORT` | unknown transport protocol |
 * | `ETERM` | the context is closed |
 */
export type ZMQErrorCode =
  | 'EACCES'
  | 'EADDRINUSE'
  | 'EADDRNOTAVAIL'
  | 'EAGAIN'
  | 'ECANCELED'
  | 'ECONNREFUSED'
  | 'ECONNRESET'
  | 'EFSM'
  | 'EHOSTUNREACH'
  | 'EINVAL'
  | 'EMFILE'
  | 'EMSGSIZE'
  | 'ENAMETOOLONG'
  | 'ENOBUFS'
  | 'ENODEV'
  | 'ENOENT'
  | 'ENOTFOUND'
  | 'ENOTSOCK'
  | 'ENOTSUP'
  | 'EPROTO'
  | 'EPROTONOSUPPORT'
  | 'ETERM'
  | 'ETIMEDOUT'
  // Whatever else the operating system reports keeps its own name.
  | (string & {});
