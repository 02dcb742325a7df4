export type { SocketTypeConformanceOptions } from './socket-type.js';
export { socketTypeConformance } from './socket-type.js';
export type { AnySocket, Receiving, Sending, TestedSocketType, Traits } from './tested-socket-type.js';
