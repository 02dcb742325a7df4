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
  if (error instanceof ZMQError) return error;
  const { code } = error as NativeError;
  if (code !== 'EAGAIN') return bindError(code ?? 'EINVAL', text, error);
  const reported = await monitor.bindFailure(native.slice(native.indexOf('://') + 3));
  return bindError(reported?.code ?? 'EINVAL', text, reported ?? error);
}
