import './register.js';

export { type PullOptions, ZMQPull } from './zmq-pull.js';
export { type PushOptions, ZMQPush } from './zmq-push.js';
