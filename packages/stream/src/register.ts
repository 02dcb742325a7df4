// The transports come along, so that this package works alone.
import '@zeromq-ts/transports';
import { registerSocketType } from '@zeromq-ts/core/spi';
import { STREAM, ZMQStream } from './zmq-stream.js';

declare module '@zeromq-ts/core' {
  interface SocketTypes {
    STREAM: typeof ZMQStream;
  }
}

registerSocketType(STREAM, ZMQStream);
