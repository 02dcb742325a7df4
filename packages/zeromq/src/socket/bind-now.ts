import { parseEndpoint } from '@zeromq-ts/core';
import { throwLater, ZMQError } from '@zeromq-ts/core/spi';
import { translated } from '../errors/errno-error.js';
import type { BoundEndpoint } from './bound-endpoints.js';
import type { InnerSocket } from './inner-socket.js';

/** The one name that is known without asking (RFC 6761, section 6.3), as far as libzmq binds to IPv4 by default. */
const LOCALHOST = /^tcp:\/\/localhost:/u;

/**
 * Binds before it returns. Where that cannot be, as with a host name or a path at which there is a socket, messages and
 * connections find the endpoint bound, but when the system refuses, that is an uncaught exception of the process, since the
 * call has returned.
 *
 * @throws ZMQError as `bind` rejects; `ENOTSUP` when the system is to choose the port, and can do so only later.
 */
export function bindNow(socket: InnerSocket, address: string): BoundEndpoint {
  try {
    if (socket.bindSync !== undefined) {
      return { given: address, resolved: socket.bindSync(address.replace(LOCALHOST, 'tcp://127.0.0.1:')) };
    }
  } catch (error) {
    if (!(error instanceof ZMQError && error.code === 'ENOTSUP')) throw error;
  }
  return bindSoon(socket, address);
}

function bindSoon(socket: InnerSocket, address: string): BoundEndpoint {
  const endpoint = parseEndpoint(address);
  if (endpoint.protocol === 'tcp' && endpoint.port.kind !== 'fixed') {
    throw new ZMQError('ENOTSUP', `bindSync needs a port, and ${address} has none: use bind, which waits for one.`);
  }
  const binding = socket.bind(address).catch((error: unknown) => {
    if (!socket.closed) throwLater(translated(error, address));
  });
  return { given: address, resolved: address, binding };
}
