import { ZMQError } from '@zeromq-ts/core/spi';
import { bindError } from '../stream/bind-errors.js';
import type { Monitor } from './monitor.js';
import type { NativeError } from './native-binding.js';

/**
 * The error of a bind that has failed.
 *
 * @param text The endpoint as the application knows it.
 * @param native The endpoint as libzmq was given it.
 */
export async function explainBind(monitor: Monitor, error: unknown, text: string, native = text): Promise<ZMQError> {
  if (error instanceof ZMQError || (error as NativeError).code !== 'EAGAIN') return bindErrorOf(error, text);
  const reported = await monitor.bindFailure(native.slice(native.indexOf('://') + 3));
  return bindError(reported?.code ?? 'EINVAL', text, reported ?? error);
}

/** The same, as far as it is known at once: of libzmq's `EAGAIN`, the reason comes later. */
export function bindErrorOf(error: unknown, text: string): ZMQError {
  if (error instanceof ZMQError) return error;
  return bindError((error as NativeError).code ?? 'EINVAL', text, error);
}
