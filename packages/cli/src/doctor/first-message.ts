import type { SocketOptions } from '@zeromq-ts/core';
import { performance, ZMQError } from '@zeromq-ts/core/spi';
import { loadPackages } from '../sockets/socket-packages.js';

/** A message that has come. */
export interface FirstMessage {
  readonly bytes: number;
  /** Milliseconds from the call on. */
  readonly ms: number;
}

/** Subscribes to everything, and waits for a message; `undefined` when none comes in this time, in milliseconds. */
export async function firstMessage(
  endpoint: string,
  socketOptions: SocketOptions,
  timeout: number,
  signal: AbortSignal,
): Promise<FirstMessage | undefined> {
  await loadPackages('SUB', [{ text: endpoint }]);
  const { ZMQSubscriber } = await import('@zeromq-ts/pubsub');
  const subscriber = new ZMQSubscriber(undefined, '', socketOptions);
  const started = performance.now();
  try {
    subscriber.connect(endpoint);
    const message = await subscriber.receive({ timeout, signal });
    const bytes = message.frames.reduce((sum, frame) => sum + frame.byteLength, 0);
    return { bytes, ms: performance.now() - started };
  } catch (error) {
    if (error instanceof ZMQError && error.code === 'EAGAIN') return undefined;
    throw error;
  } finally {
    await subscriber.close();
  }
}
