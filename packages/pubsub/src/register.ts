// The transports come along, so that this package works alone.
import '@zeromq-ts/transports';
import { registerSocketType } from '@zeromq-ts/core/spi';
import { PUB } from './publisher-definition.js';
import { SUB } from './subscriber-definition.js';
import { XPUB } from './xpublisher-definition.js';
import { XSUB } from './xsubscriber-definition.js';
import { ZMQPublisher } from './zmq-publisher.js';
import { ZMQSubscriber } from './zmq-subscriber.js';
import { ZMQXPublisher } from './zmq-xpublisher.js';
import { ZMQXSubscriber } from './zmq-xsubscriber.js';

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
