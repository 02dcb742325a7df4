import './register.js';

// What users of this package have to name: one install is enough.
export { Message, ZMQContext, ZMQError } from '@zeromq-ts/core';
export { type PairOptions, ZMQPair } from './zmq-pair.js';
