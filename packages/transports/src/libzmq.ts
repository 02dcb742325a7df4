import { logIfAsked, registerEngine } from '@zeromq-ts/core/spi';
import { libzmq } from './engines.js';

registerEngine(libzmq);
logIfAsked();

export { libzmq };
