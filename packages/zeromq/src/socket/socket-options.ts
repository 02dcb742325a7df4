import type { Context } from '../context.js';
import type { Options } from '../option-types.js';
import type { Socket } from './socket.js';

/** What the constructor of a socket takes: the properties that can be assigned, and its context. */
export type SocketOptions<S extends Socket> = Options<S, { context: Context }>;
