import './register.js';

// What users of this package have to name: one install is enough.
export { Message, type RoutedMessage, ZMQContext, ZMQError } from '@zeromq-ts/core';
export { type DealerOptions, ZMQDealer } from './zmq-dealer.js';
export { type RouterOptions, ZMQRouter } from './zmq-router.js';
