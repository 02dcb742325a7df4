import { parseEndpoint } from '@zeromq-ts/core';
import { queueMicrotask, ZMQError } from '@zeromq-ts/core/spi';
import { translated } from '../errors/errno-error.js';
import type { InnerSocket } from './inner-socket.js';

/**
 * Binds for a call that does not wait: messages and connections find the endpoint bound. When the system refuses, that is an
 * uncaught exception of the process, since the call has returned.
 *
 * @returns the endpoint.
 * @throws ZMQError for a malformed endpoint; `ENOTSUP` when the system is to choose the port, which it does later.
 */
export function bindSoon(socket: InnerSocket, address: string): string {
  const endpoint = parseEndpoint(address);
  if (endpoint.protocol === 'tcp' && endpoint.port.kind !== 'fixed') {
    throw new ZMQError('ENOTSUP', `bindSync needs a port, and ${address} has none: use bind, which waits for one.`);
  }
  socket.bind(address).catch((error: unknown) => {
    queueMicrotask(() => {
      throw translated(error, address);
    });
  });
  return address;
}
