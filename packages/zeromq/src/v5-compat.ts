import { curveKeyPair } from '@zeromq-ts/security';
import { EventEmitter } from './compat/event-emitter.js';
import { CompatSocket, initialise } from './compat/compat-socket.js';
import type { SocketType } from './compat/socket-classes.js';
import { context, LIBZMQ_VERSION } from './drop-in.js';

export * from './compat/constants.js';
export { proxy } from './compat/proxy.js';
export type { SocketType } from './compat/socket-classes.js';
export { shortOptions as options } from './compat/short-options.js';

/** A constructor that is also called on objects of other classes: `zmq.Socket.call(this, type)` and `util.inherits`. */
function SocketFunction(this: CompatSocket, type: SocketType): void {
  EventEmitter.call(this);
  initialise(this, type);
}
SocketFunction.prototype = CompatSocket.prototype;
Object.defineProperty(SocketFunction, 'name', { value: 'Socket' });
Object.defineProperty(CompatSocket.prototype, 'constructor', { value: SocketFunction, writable: true });

/** {@inheritDoc CompatSocket} */
export const Socket: typeof CompatSocket = SocketFunction as unknown as typeof CompatSocket;
export type Socket = CompatSocket;

/**
 * The global context: it has only static members.
 *
 * @example
 * ```ts
 * import { Context } from '@zeromq-ts/zeromq/v5-compat';
 *
 * Context.setMaxSockets(256);
 * console.log(Context.getMaxSockets()); // 256
 * ```
 */
export class Context {
  constructor() {
    throw new Error('Context cannot be instantiated in compatibility mode');
  }

  static setMaxThreads(value: number): void {
    context.ioThreads = value;
  }

  static getMaxThreads(): number {
    return context.ioThreads;
  }

  static setMaxSockets(value: number): void {
    context.maxSockets = value;
  }

  static getMaxSockets(): number {
    return context.maxSockets;
  }
}

/**
 * Creates a socket.
 *
 * @param options Options by the names that they have as properties: `{ identity: 'worker 1', linger: 0 }`.
 */
export function createSocket(type: SocketType, options: { [key: string]: unknown } = {}): CompatSocket {
  const socket = new CompatSocket(type);
  for (const [name, value] of Object.entries(options)) socket[name] = value;
  return socket;
}
export { createSocket as socket };

/** Generates a key pair for CURVE, as Z85 text. */
export function curveKeypair(): { public: string; secret: string } {
  const { publicKey, secretKey } = curveKeyPair();
  return { public: publicKey, secret: secretKey };
}

/** The version of libzmq whose behaviour this package has. */
export const version: string = LIBZMQ_VERSION;
