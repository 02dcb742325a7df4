/**
 * All of this package that has code, and the one file that is published of it. The entry points register the socket types: all
 * of them on Node, in browsers those whose classes are used.
 */
export { PULL, ZMQPull } from './zmq-pull.js';
export { PUSH, ZMQPush } from './zmq-push.js';
