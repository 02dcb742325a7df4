import { registerEngine } from '@zeromq-ts/core/spi';
import { zmtp } from './engines.js';

registerEngine(zmtp, { preferred: true });

export { zmtp };
