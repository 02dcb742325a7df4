// The transports come along, so that this package works alone.
import '@zeromq-ts/transports';
import { registerSocketType } from '@zeromq-ts/core/spi';
import { PAIR, ZMQPair } from './zmq-pair.js';

declare module '@zeromq-ts/core' {
  interface SocketTypes {
    PAIR: typeof ZMQPair;
  }
}

registerSocketType(PAIR, ZMQPair);
