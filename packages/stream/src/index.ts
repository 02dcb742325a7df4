import './register.js';

// What users of this package have to name, and what the compiler names for them: one install is enough.
export type * from '@zeromq-ts/core';
export { Message, ZMQContext, ZMQError } from '@zeromq-ts/core';
export type { StreamOptions } from './stream-options.js';
export { ZMQStream } from './zmq-stream.js';
