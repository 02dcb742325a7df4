/**
 * All of this package that has code, and the one file that is published of it. The entry points register the socket types: all
 * of them on Node, in browsers those whose classes are used.
 */
export { conflateByKey } from './conflate-by-key.js';
export { exactTopic, topicPattern } from './topic-pattern.js';
export { PUB, ZMQPublisher } from './zmq-publisher.js';
export { SUB, ZMQSubscriber } from './zmq-subscriber.js';
export { XPUB, ZMQXPublisher } from './zmq-xpublisher.js';
export { XSUB, ZMQXSubscriber } from './zmq-xsubscriber.js';
