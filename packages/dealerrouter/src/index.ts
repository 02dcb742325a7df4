import './register.js';

// What users of this package have to name, and what the compiler names for them: one install is enough.
export type * from '@zeromq-ts/core';
export { Message, ZMQContext, ZMQError } from '@zeromq-ts/core';
export { ZMQDealer, ZMQRouter } from './classes.js';
export type { Addressee } from './addressed-message.js';
export type { DealerOptions } from './dealer-options.js';
export type { RouterOptions } from './router-options.js';
