import './register.js';

export type { Topic } from './topic.js';
export { type PublisherOptions, ZMQPublisher } from './zmq-publisher.js';
export { type SubscriberOptions, ZMQSubscriber } from './zmq-subscriber.js';
export { type XPublisherOptions, ZMQXPublisher } from './zmq-xpublisher.js';
export { type XSubscriberOptions, ZMQXSubscriber } from './zmq-xsubscriber.js';
