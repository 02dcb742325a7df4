/**
 * All of this package that has code, and the one file that is published of it. The entry points register the socket types: all
 * of them on Node, in browsers those whose classes are used.
 */
export { ReplyCache } from './reply-cache.js';
export { REP, ZMQReply } from './zmq-reply.js';
export { REQ, ZMQRequest } from './zmq-request.js';
