import { ZMQError } from '@zeromq-ts/core/spi';

interface SystemError extends Error {
  readonly code?: string;
}

const WHY_NOT_CONNECTED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there. It is tried again; check the endpoint, and that the peer has bound it.',
  ENOENT: 'there is no such file. It is tried again; check the path, and that the peer has bound it.',
  ENOTSOCK: 'there is a file of that name that is no socket. Check the path.',
  EACCES: 'the system does not permit it. Check the permissions of the path, or the rules of the firewall.',
  EPERM: 'the system does not permit it. Check the rules of the firewall.',
  EHOSTUNREACH: 'there is no way to that host. It is tried again; check the address and the network.',
  ENETUNREACH: 'there is no way to that network. It is tried again; check the address and the network.',
  ECONNRESET: 'the connection was reset at once. It is tried again; the peer may be overloaded.',
  EADDRNOTAVAIL: 'this machine does not have the source address. Take one of its own, or leave it to the system.',
  EADDRINUSE: 'the source address is in use. Leave out its port, and the system takes one that is free.',
  EAGAIN: 'the peer has too many connections that wait. It is tried again.',
  EMFILE: 'too many files or sockets are open in this process.',
  ENODEV: 'the source is neither an address nor a network interface of this machine.',
};

/** The error of an attempt that did not get as far as a connection. */
export function connectError(cause: SystemError, endpoint: string): ZMQError {
  const code = cause.code ?? 'ECONNREFUSED';
  if (cause instanceof ZMQError) return cause;
  const why = WHY_NOT_CONNECTED[code] ?? `${cause.message}. It is tried again.`;
  return new ZMQError(code, `Cannot connect to ${endpoint} yet: ${why}`, { endpoint, cause });
}

/** The error of an attempt whose host name has no address. */
export function nameError(name: string, endpoint: string, cause: Error): ZMQError {
  return new ZMQError(
    'ENOTFOUND',
    `Cannot connect to ${endpoint} yet: the host name ${JSON.stringify(name)} does not resolve. ` +
      'It is tried again; check the spelling, or disconnect.',
    { endpoint, cause },
  );
}

/** The error of an attempt that took longer than `connectTimeout`. */
export function connectTimeoutError(endpoint: string, timeout: number): ZMQError {
  return new ZMQError(
    'ETIMEDOUT',
    `Cannot connect to ${endpoint} yet: no answer within connectTimeout, ${timeout} ms. It is tried again; check the address, and whether a firewall drops the packets.`,
    { endpoint },
  );
}

/** The error of an attempt to reach one of several addresses of a host, of which none has answered. */
export function silentHostError(endpoint: string): ZMQError {
  return new ZMQError(
    'ETIMEDOUT',
    `Cannot connect to ${endpoint} yet: none of the addresses of that host answers. It is tried again; check whether a firewall drops the packets.`,
    { endpoint },
  );
}

/** The error of an attempt that kept the process alive, with nobody waiting for it. */
export function uselessAttemptError(endpoint: string): ZMQError {
  return new ZMQError(
    'ETIMEDOUT',
    `Cannot connect to ${endpoint} yet: no answer, and nothing else keeps the process alive.`,
    { endpoint },
  );
}

/**
 * The error of a connection to a port of this machine from that very port, which the system makes when nobody listens
 * there and the port that it chose for the connection happens to be the same.
 */
export function selfConnectionError(endpoint: string): ZMQError {
  return new ZMQError(
    'ECONNREFUSED',
    `Cannot connect to ${endpoint} yet: nobody listens there, and the connection met itself. It is tried again.`,
    { endpoint },
  );
}

/** The error of a handshake that took longer than `handshakeInterval`. */
export function handshakeTimeoutError(endpoint: string, interval: number): ZMQError {
  return new ZMQError(
    'ETIMEDOUT',
    `The handshake at ${endpoint} was not done within handshakeInterval, ${interval} ms. The peer may hang, or may not speak ZMTP.`,
    { endpoint },
  );
}

/** The error of a handshake that made room for newer ones. */
export function crowdedOutError(endpoint: string, others: number): ZMQError {
  return new ZMQError(
    'ETIMEDOUT',
    `The handshake at ${endpoint} was given up: ${others} others were under way, and it had been silent, or had taken longest.`,
    { endpoint },
  );
}

/** The error of a connection that ended in the handshake. */
export function handshakeLostError(endpoint: string, cause: SystemError | undefined): ZMQError {
  const what = cause === undefined ? 'the peer closed it' : cause.message;
  return new ZMQError(
    cause?.code ?? 'ECONNRESET',
    `The connection at ${endpoint} ended before the handshake was done: ${what}. The peer may not speak ZMTP, or may not take this socket's type or mechanism.`,
    { endpoint, cause },
  );
}

const TURNED_AWAY: Readonly<Record<string, string>> = {
  CURVE: 'Check that curveServerKey is the public key of that server, and that it knows the key of this socket.',
  PLAIN: 'Check plainUsername and plainPassword, and that there is somebody at the server who knows them.',
};

/** The error of a client whose server closed the connection in the handshake, which is how most refuse. */
export function turnedAwayError(endpoint: string, mechanism: string): ZMQError {
  return new ZMQError(
    'ECONNRESET',
    `The server at ${endpoint} closed the connection in the ${mechanism} handshake. ${TURNED_AWAY[mechanism] ?? ''}`,
    { endpoint },
  );
}

/** The error of a handshake in which the peer broke the protocol or does not fit. */
export function handshakeRefusedError(endpoint: string, cause: SystemError): ZMQError {
  return new ZMQError(cause.code ?? 'EPROTO', `The handshake at ${endpoint} failed: ${cause.message}`, {
    endpoint,
    cause,
  });
}

/** The error of a greeted connection that the system, or a peer that broke the protocol, has ended. */
export function lostError(endpoint: string, cause: SystemError): ZMQError {
  return new ZMQError(cause.code ?? 'ECONNRESET', `The connection at ${endpoint} was lost: ${cause.message}`, {
    endpoint,
    cause,
  });
}

/** The error of a greeted connection that the peer closed in the middle of a message, which is dropped. */
export function cutShortError(endpoint: string): ZMQError {
  return new ZMQError(
    'ECONNRESET',
    `The connection at ${endpoint} was lost: the peer closed it in the middle of a message, which is dropped.`,
    { endpoint },
  );
}

/** The error of a greeted connection on which nothing came for too long. */
export function silenceError(endpoint: string, milliseconds: number, limit: string): ZMQError {
  return new ZMQError(
    'ETIMEDOUT',
    `The connection at ${endpoint} was given up: nothing came for ${milliseconds} ms (${limit}).`,
    { endpoint },
  );
}
