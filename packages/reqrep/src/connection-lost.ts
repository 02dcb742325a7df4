import { ZMQError } from '@zeromq-ts/core/spi';

/** What ends the wait for the reply to a request whose connection is gone. */
export function connectionLost(): ZMQError {
  return new ZMQError('ECONNRESET', 'The connection over which the request was sent was lost: no reply can arrive.');
}
