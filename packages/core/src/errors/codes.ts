/**
 * The codes a `ZMQError` can carry: libzmq's names, and the operating system's where libzmq passes them on.
 *
 * | code | meaning |
 * | --- | --- |
 * | `EACCES` | permission denied by the operating system |
 * | `EADDRINUSE` | the address to bind is in use |
 * | `EADDRNOTAVAIL` | this machine does not have the address to bind |
 * | `EAGAIN` | the operation did not finish within its timeout |
 * | `ECANCELED` | a connection was closed because the request sent over it was abandoned |
 * | `ECONNRESET` | the peer closed the connection |
 * | `EFSM` | the call is out of turn: another message must be sent or received first |
 * | `EHOSTUNREACH` | no peer has this routing id |
 * | `EINVAL` | a malformed endpoint, option or argument |
 * | `EMFILE` | too many open sockets |
 * | `EMSGSIZE` | a frame is larger than the peer accepts, or the message is larger than the engine `zmtp` supports |
 * | `ENAMETOOLONG` | an ipc path is longer than the system allows |
 * | `ENOBUFS` | a peer has exceeded a resource limit |
 * | `ENODEV` | there is no network interface with that name |
 * | `ENOENT` | the endpoint to unbind or disconnect was never bound or connected |
 * | `ENOTFOUND` | a host name did not resolve |
 * | `ENOTSOCK` | the socket is closed |
 * | `ENOTSUP` | not supported by this socket type or engine |
 * | `EPROTO` | the peer violated the protocol, or has an incompatible socket type |
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
  // Other codes of the operating system keep their names.
  | (string & {});
