import './register.js';

// What users of this package have to name, and what the compiler names for them: one install is enough.
export type * from '@zeromq-ts/core';
export { Message, ZMQContext, ZMQError } from '@zeromq-ts/core';
export {
  conflateByKey,
  exactTopic,
  topicPattern,
  ZMQPublisher,
  ZMQSubscriber,
  ZMQXPublisher,
  ZMQXSubscriber,
} from './classes.js';
export type { Topic } from './topic.js';
export type { TopicPattern } from './topic-pattern.js';
export type { InvertMatchingOptions } from './invert-matching-options.js';
export type { SubscribedOptions } from './known-subscribers.js';
export type { LastValueOptions } from './last-value-options.js';
export type { NoDropOptions } from './no-drop-options.js';
export type { PublisherOptions } from './publisher-options.js';
export type { SubscriptionLimitOptions } from './subscription-limit-options.js';
export type { XPublisherOptions } from './xpublisher-options.js';
export type { Payload } from './topic-and-body.js';
export type { SubscriberOptions } from './zmq-subscriber.js';
export type { XSubscriberOptions } from './zmq-xsubscriber.js';
