/**
 * All exports of this package, bundled into one published file; the entry points only register what they export.
 * Loading it has no side effects, so that a bundler can drop an engine that is not imported.
 */
export { createZmtpEngine, type ZmtpEngineOptions } from './engine/create-zmtp-engine.js';
export { zmtp } from './engine/zmtp-engine.js';
export { inproc } from './inproc/index.js';
export { ipc } from './ipc/index.js';
export { libzmq } from './libzmq/libzmq-engine.js';
export { tcp } from './tcp/index.js';
