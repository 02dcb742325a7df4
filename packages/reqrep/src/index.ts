import './register.js';

// What users of this package have to name: one install is enough.
export { Message, ZMQContext, ZMQError } from '@zeromq-ts/core';
export type { RequestCallOptions } from './request-call-options.js';
export { type ReplyOptions, ZMQReply } from './zmq-reply.js';
export { type RequestOptions, ZMQRequest } from './zmq-request.js';
