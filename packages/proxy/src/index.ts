// What users of this package have to name, and what the compiler names for them: one install is enough.
export type * from '@zeromq-ts/core';
export { Message, ZMQError } from '@zeromq-ts/core';
export type { CaptureCallback, CaptureSocket } from './capture.js';
export type { ControlSocket } from './control.js';
export { forwarder, queue, streamer } from './devices.js';
export type { ProxyDevice } from './devices.js';
export type { ProxyDirection, ProxySocket } from './proxy-socket.js';
export type { ProxyDropReason, ProxySideStats, ProxyStats } from './proxy-stats.js';
export type { Transform } from './transform.js';
export { type ProxyErrorListener, type ProxyOptions, ZMQProxy } from './zmq-proxy.js';
