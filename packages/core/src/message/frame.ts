import type { Bytes } from '../runtime/bytes.js';

/**
 * One frame of a received message: a `Buffer` on Node, and a `Uint8Array` everywhere else. It is typed as a `Buffer`
 * wherever the types of Node are there (`@types/node`).
 *
 * @example
 * ```ts
 * import { type Frame, Message } from '@zeromq-ts/core';
 *
 * const frame: Frame = new Message('hello').frame(0);
 * console.log(frame.toString('hex')); // 68656c6c6f
 * ```
 */
export type Frame = Bytes;
