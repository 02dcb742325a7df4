// The transports come along, so that this package works alone.
import '@zeromq-ts/transports';
import { registerSocketType } from '@zeromq-ts/core/spi';
import { PUB, ZMQPublisher, SUB, ZMQSubscriber, XPUB, ZMQXPublisher, XSUB, ZMQXSubscriber } from './classes.js';

declare module '@zeromq-ts/core' {
  interface SocketTypes {
    PUB: typeof ZMQPublisher;
    SUB: typeof ZMQSubscriber;
    XPUB: typeof ZMQXPublisher;
    XSUB: typeof ZMQXSubscriber;
  }
}

registerSocketType(PUB, ZMQPublisher);
registerSocketType(SUB, ZMQSubscriber);
registerSocketType(XPUB, ZMQXPublisher);
registerSocketType(XSUB, ZMQXSubscriber);
