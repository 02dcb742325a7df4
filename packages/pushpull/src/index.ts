import './register.js';

// What users of this package have to name: one install is enough.
export { Message, ZMQContext, ZMQError } from '@zeromq-ts/core';
export { type PullOptions, ZMQPull } from './zmq-pull.js';
export { type PushOptions, ZMQPush } from './zmq-push.js';
