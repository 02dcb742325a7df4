import { ZMQError } from '@zeromq-ts/core/spi';
import { requireHere } from '../optional-dependency.js';
import type { NativeBinding } from './native-binding.js';

let loaded: NativeBinding | undefined;

/**
 * Loads the npm package `zeromq`, once, when the first socket is opened: who never opens one on this engine needs
 * neither the package nor a binary for this platform.
 *
 * @throws ZMQError `ENOTSUP` saying what to install.
 */
export function loadBinding(): NativeBinding {
  return (loaded ??= requireBinding());
}

function requireBinding(): NativeBinding {
  try {
    return requireHere('zeromq') as NativeBinding;
  } catch (cause) {
    throw new ZMQError('ENOTSUP', explain(cause), { cause });
  }
}

function explain(cause: unknown): string {
  const missing = cause instanceof Error && (cause as { code?: string }).code === 'MODULE_NOT_FOUND';
  const what = missing
    ? "The engine libzmq needs the npm package 'zeromq', which is not installed."
    : `The engine libzmq cannot load the npm package 'zeromq' on this platform (${process.platform}-${process.arch}, ` +
      `Node ${process.version}): ${String(cause instanceof Error ? cause.message : cause)}`;
  return `${what} Run \`npm install zeromq\`, or choose another engine.`;
}
