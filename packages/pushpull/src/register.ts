// The transports come along, so that this package works alone.
import '@zeromq-ts/transports';
import { registerSocketType } from '@zeromq-ts/core/spi';
import { PULL, ZMQPull, PUSH, ZMQPush } from './classes.js';

declare module '@zeromq-ts/core' {
  interface SocketTypes {
    PUSH: typeof ZMQPush;
    PULL: typeof ZMQPull;
  }
}

registerSocketType(PUSH, ZMQPush);
registerSocketType(PULL, ZMQPull);
