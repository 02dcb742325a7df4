/**
 * The main entry point for browsers: a socket type is registered by the use of its class, so that a bundler leaves out the
 * others (docs/decisions/bundle-sizes.md). Types are those of `index.ts`.
 */
// The transports come along, so that this package works alone.
import '@zeromq-ts/transports';
import { registeredClass } from '@zeromq-ts/core/spi';
import * as classes from './classes.js';

export { Message, ZMQContext, ZMQError } from '@zeromq-ts/core';
export { conflateByKey, exactTopic, topicPattern } from './classes.js';

export const ZMQPublisher = /* @__PURE__ */ registeredClass(classes.PUB, classes.ZMQPublisher);
export const ZMQSubscriber = /* @__PURE__ */ registeredClass(classes.SUB, classes.ZMQSubscriber);
export const ZMQXPublisher = /* @__PURE__ */ registeredClass(classes.XPUB, classes.ZMQXPublisher);
export const ZMQXSubscriber = /* @__PURE__ */ registeredClass(classes.XSUB, classes.ZMQXSubscriber);
