import './register.js';

export { type DealerOptions, ZMQDealer } from './zmq-dealer.js';
export { type RouterOptions, ZMQRouter } from './zmq-router.js';
