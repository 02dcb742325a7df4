import type events from 'node:events';

/** That of Node. Not imported: a bundle that is an ES module has no require(). */
export const EventEmitter: typeof events.EventEmitter = process.getBuiltinModule('node:events').EventEmitter;
