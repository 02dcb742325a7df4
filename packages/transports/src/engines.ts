/**
 * All exports of this package, bundled into one published file; the entry points only register what they export.
 * Loading it has no side effects, so that a bundler can drop an engine that is not imported.
 */
export { zmtp } from './engine/zmtp-engine.js';
export { libzmq } from './libzmq/libzmq-engine.js';
