import { registerEngine } from '@zeromq-ts/core/spi';
import { libzmq } from './engines.js';

registerEngine(libzmq);

export { libzmq };
