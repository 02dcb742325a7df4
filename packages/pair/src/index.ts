import './register.js';

export { type PairOptions, ZMQPair } from './zmq-pair.js';
