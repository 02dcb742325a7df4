import './register.js';

// What users of this package have to name, and what the compiler names for them: one install is enough.
export type * from '@zeromq-ts/core';
export { Message, ZMQContext, ZMQError } from '@zeromq-ts/core';
export type { Topic } from './topic.js';
export { type PublisherOptions, ZMQPublisher } from './zmq-publisher.js';
export { type SubscriberOptions, ZMQSubscriber } from './zmq-subscriber.js';
export { type XPublisherOptions, ZMQXPublisher } from './zmq-xpublisher.js';
export { type XSubscriberOptions, ZMQXSubscriber } from './zmq-xsubscriber.js';
