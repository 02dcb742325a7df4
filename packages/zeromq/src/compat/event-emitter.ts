import type { EventEmitter as NodeEventEmitter } from 'node:events';

/** That of Node. Not imported: a bundle that is an ES module has no require(). */
export const EventEmitter: typeof NodeEventEmitter = process.getBuiltinModule('node:events').EventEmitter;
