import { registerEngine } from '@zeromq-ts/core/spi';
import { libzmq } from './libzmq-engine.js';

registerEngine(libzmq);

export { libzmq };
