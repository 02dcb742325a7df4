/**
 * The main entry point for browsers: the sockets, over ws, wss and inproc. Types are those of `index.ts`. The build also makes
 * one file of it, with all that it needs, for pages that are not bundled: `zeromq.browser.min.js`.
 */
export * from '@zeromq-ts/core';
export * from '@zeromq-ts/dealerrouter';
export * from '@zeromq-ts/pair';
export * from '@zeromq-ts/pubsub';
export * from '@zeromq-ts/pushpull';
export * from '@zeromq-ts/reqrep';
export * from '@zeromq-ts/transports';
