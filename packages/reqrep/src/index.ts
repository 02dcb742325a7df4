import './register.js';

export type { RequestCallOptions } from './request-call-options.js';
export { type ReplyOptions, ZMQReply } from './zmq-reply.js';
export { type RequestOptions, ZMQRequest } from './zmq-request.js';
