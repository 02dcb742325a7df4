// The transports come along, so that this package works alone.
import '@zeromq-ts/transports';
import { registerSocketType } from '@zeromq-ts/core/spi';
import { PULL } from './pull-definition.js';
import { PUSH } from './push-definition.js';
import { ZMQPull } from './zmq-pull.js';
import { ZMQPush } from './zmq-push.js';

declare module '@zeromq-ts/core' {
  interface SocketTypes {
    PUSH: typeof ZMQPush;
    PULL: typeof ZMQPull;
  }
}

registerSocketType(PUSH, ZMQPush);
registerSocketType(PULL, ZMQPull);
