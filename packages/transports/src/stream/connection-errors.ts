import { ZMQError } from '@zeromq-ts/core/spi';

interface SystemError extends Error {
  readonly code?: string;
}

const WHY_NOT_CONNECTED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no socket listens there. Retrying; check the endpoint, and that the peer has bound it.',
  ENOENT: 'there is no such file. Retrying; check the path, and that the peer has bound it.',
  ENOTSOCK: 'the file at that path is not a socket. Check the path.',
  EACCES: 'the system does not permit it. Check the permissions of the path, or the rules of the firewall.',
  EPERM: 'the system does not permit it. Check the rules of the firewall.',
  EHOSTUNREACH: 'there is no route to that host. Retrying; check the address and the network.',
  ENETUNREACH: 'there is no route to that network. Retrying; check the address and the network.',
  ECONNRESET: 'the connection was reset at once. Retrying; the peer may be overloaded.',
  EADDRNOTAVAIL: 'this machine does not have the source address. Use one of its own, or omit it.',
  EADDRINUSE: 'the source address is in use. Omit its port, and the system chooses a free one.',
  EAGAIN: 'the peer has too many pending connections. Retrying.',
  EMFILE: 'too many files or sockets are open in this process.',
  ENODEV: 'the source is neither an address nor a network interface of this machine.',
};

/** The error of an attempt that did not get as far as a connection. */
export function connectError(cause: SystemError, endpoint: string): ZMQError {
  const code = cause.code ?? 'ECONNREFUSED';
  if (cause instanceof ZMQError) return cause;
  const why = WHY_NOT_CONNECTED[code] ?? `${cause.message}. Retrying.`;
  return new ZMQError(code, `Cannot connect to ${endpoint} yet: ${why}`, { endpoint, cause });
}

/** The error of an attempt whose host name has no address. */
export function nameError(name: string, endpoint: string, cause: Error): ZMQError {
  return new ZMQError(
    'ENOTFOUND',
    `Cannot connect to ${endpoint} yet: the host name ${JSON.stringify(name)} does not resolve. ` +
      'Retrying; check the spelling, or disconnect.',
    { endpoint, cause },
  );
}

/** The error of an attempt that took longer than `connectTimeout`. */
export function connectTimeoutError(endpoint: string, timeout: number): ZMQError {
  return new ZMQError(
    'ETIMEDOUT',
    `Cannot connect to ${endpoint} yet: no answer within connectTimeout, ${timeout} ms. Retrying; check the address, and whether a firewall drops the packets.`,
    { endpoint },
  );
}

/** The error of an attempt to reach one of several addresses of a host, of which none has answered. */
export function silentHostError(endpoint: string): ZMQError {
  return new ZMQError(
    'ETIMEDOUT',
    `Cannot connect to ${endpoint} yet: none of the addresses of that host answers. Retrying; check whether a firewall drops the packets.`,
    { endpoint },
  );
}

/** The error of an attempt that was the only thing that kept the process alive. */
export function uselessAttemptError(endpoint: string): ZMQError {
  return new ZMQError(
    'ETIMEDOUT',
    `Cannot connect to ${endpoint} yet: no answer, and nothing else keeps the process alive.`,
    { endpoint },
  );
}

/**
 * The error of a connection to a local port from that same port (a TCP self-connection), which the system makes when no
 * * socket listens there and it happens to choose that port for the connection.
 */
export function selfConnectionError(endpoint: string): ZMQError {
  return new ZMQError(
    'ECONNREFUSED',
    `Cannot connect to ${endpoint} yet: no socket listens there, and the connection was made to itself. Retrying.`,
    { endpoint },
  );
}

/** The error of a handshake that took longer than `handshakeInterval`. */
export function handshakeTimeoutError(endpoint: string, interval: number): ZMQError {
  return new ZMQError(
    'ETIMEDOUT',
    `The handshake at ${endpoint} was not completed within handshakeInterval, ${interval} ms. The peer may hang, or may not speak ZMTP.`,
    { endpoint },
  );
}

/** The error of a handshake that made room for newer ones. */
export function crowdedOutError(endpoint: string, others: number): ZMQError {
  return new ZMQError(
    'ETIMEDOUT',
    `The handshake at ${endpoint} was aborted: ${others} others were in progress, and this one had been silent, or had taken longest.`,
    { endpoint },
  );
}

/** The error of a connection that ended in the handshake. */
export function handshakeLostError(endpoint: string, cause: SystemError | undefined): ZMQError {
  const what = cause === undefined ? 'the peer closed it' : cause.message;
  return new ZMQError(
    cause?.code ?? 'ECONNRESET',
    `The connection at ${endpoint} ended before the handshake was completed: ${what}. Possible reasons: the peer does not speak ZMTP, uses another security mechanism, has an incompatible socket type, or is a PAIR that already has a peer.`,
    { endpoint, cause },
  );
}

const TURNED_AWAY: Readonly<Record<string, string>> = {
  CURVE:
    'Check that curveServerKey is the public key of that server, and that it accepts the public key of this socket.',
  PLAIN: 'Check plainUsername and plainPassword, and that the server has an authenticator that accepts them.',
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

/** The error of a established connection that the system, or a peer that broke the protocol, has ended. */
export function lostError(endpoint: string, cause: SystemError): ZMQError {
  return new ZMQError(cause.code ?? 'ECONNRESET', `The connection at ${endpoint} was lost: ${cause.message}`, {
    endpoint,
    cause,
  });
}

/** The error of a established connection that the peer closed in the middle of a message, which is dropped. */
export function cutShortError(endpoint: string): ZMQError {
  return new ZMQError(
    'ECONNRESET',
    `The connection at ${endpoint} was lost: the peer closed it in the middle of a message, which is dropped.`,
    { endpoint },
  );
}

/** The error of an established connection on which nothing was received for too long. */
export function silenceError(endpoint: string, milliseconds: number, limit: string): ZMQError {
  return new ZMQError(
    'ETIMEDOUT',
    `The connection at ${endpoint} was closed: nothing was received for ${milliseconds} ms (${limit}).`,
    { endpoint },
  );
}

/** The error of a connection whose peer the authenticator admits no longer. */
export function revokedError(endpoint: string, cause: unknown): ZMQError {
  return new ZMQError(
    'EACCES',
    `The connection at ${endpoint} was ended: the authenticator has revoked the admission of the peer.`,
    {
      endpoint,
      cause,
    },
  );
}
