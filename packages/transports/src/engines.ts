/**
 * All of this package, and the one file that is published of it: the entry points only register what they export.
 * Nothing happens when it is loaded, so that a bundler can leave out the engine that nobody imports.
 */
export { zmtp } from './engine/zmtp-engine.js';
export { libzmq } from './libzmq/libzmq-engine.js';
