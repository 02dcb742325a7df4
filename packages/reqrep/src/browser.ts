/**
 * The main entry point for browsers: a socket type is registered by the use of its class, so that a bundler leaves out the
 * others (docs/decisions/bundle-sizes.md). Types are those of `index.ts`.
 */
// The transports come along, so that this package works alone.
import '@zeromq-ts/transports';
import { registeredClass } from '@zeromq-ts/core/spi';
import * as classes from './classes.js';

export { Message, ZMQContext, ZMQError } from '@zeromq-ts/core';
export { ReplyCache } from './classes.js';

export const ZMQReply = /* @__PURE__ */ registeredClass(classes.REP, classes.ZMQReply);
export const ZMQRequest = /* @__PURE__ */ registeredClass(classes.REQ, classes.ZMQRequest);
