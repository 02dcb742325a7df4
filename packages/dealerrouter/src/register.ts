// The transports come along, so that this package works alone.
import '@zeromq-ts/transports';
import { registerSocketType } from '@zeromq-ts/core/spi';
import { DEALER } from './dealer-definition.js';
import { ROUTER } from './router-definition.js';
import { ZMQDealer } from './zmq-dealer.js';
import { ZMQRouter } from './zmq-router.js';

declare module '@zeromq-ts/core' {
  interface SocketTypes {
    DEALER: typeof ZMQDealer;
    ROUTER: typeof ZMQRouter;
  }
}

registerSocketType(DEALER, ZMQDealer);
registerSocketType(ROUTER, ZMQRouter);
