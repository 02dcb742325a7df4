import './register.js';

// What users of this package have to name, and what the compiler names for them: one install is enough.
export type * from '@zeromq-ts/core';
export { Message, ZMQContext, ZMQError } from '@zeromq-ts/core';
export { ZMQPull, ZMQPush } from './classes.js';
export type { PullOptions } from './zmq-pull.js';
export type { PushOptions } from './zmq-push.js';
