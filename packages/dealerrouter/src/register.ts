// The transports come along, so that this package works alone.
import '@zeromq-ts/transports';
import { registerSocketType } from '@zeromq-ts/core/spi';
import { DEALER, ZMQDealer, ROUTER, ZMQRouter } from './classes.js';

declare module '@zeromq-ts/core' {
  interface SocketTypes {
    DEALER: typeof ZMQDealer;
    ROUTER: typeof ZMQRouter;
  }
}

registerSocketType(DEALER, ZMQDealer);
registerSocketType(ROUTER, ZMQRouter);
