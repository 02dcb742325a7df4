import './register.js';

// What users of this package have to name, and what the compiler names for them: one install is enough.
export type * from '@zeromq-ts/core';
export { Message, ZMQContext, ZMQError } from '@zeromq-ts/core';
export { ReplyCache, ZMQReply, ZMQRequest } from './classes.js';
export type { RequestCallOptions } from './request-call-options.js';
export type { ReplyCacheOptions, ReplyCacheStats } from './reply-cache-options.js';
export type { ReplyOptions } from './reply-options.js';
export type { RequestKey } from './request-key.js';
export type { RequestStats } from './request-stats.js';
export type { RequestOptions } from './request-options.js';
export type { TurnOptions } from './turn-options.js';
