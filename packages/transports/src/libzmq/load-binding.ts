import { ZMQError } from '@zeromq-ts/core/spi';
import { requireHere } from '../optional-dependency.js';
import type { NativeBinding } from './native-binding.js';

/** What `@zeromq-ts/zeromq` marks its class `Socket` with: under an alias, it has the name of the npm package. */
const DROP_IN = Symbol.for('@zeromq-ts/zeromq');

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
  let found: Partial<NativeBinding>;
  try {
    found = requireHere('zeromq') as Partial<NativeBinding>;
  } catch (cause) {
    throw new ZMQError('ENOTSUP', explain(cause), { cause });
  }
  const other = otherPackage(found);
  if (other !== undefined) {
    throw new ZMQError(
      'ENOTSUP',
      `The engine libzmq needs the npm package 'zeromq', version 6.8 or later, and 'zeromq' is ${other} here. Install the ` +
        'npm package under its own name, or choose another engine.',
    );
  }
  return found as NativeBinding;
}

/** What else has the name: any version may be installed, since an alias has a version of its own. */
function otherPackage({ Socket }: Partial<NativeBinding>): string | undefined {
  if (typeof Socket !== 'function') return 'another package';
  if (DROP_IN in Socket) return 'an alias of @zeromq-ts/zeromq';
  return 'getInt32Option' in (Socket.prototype as object) ? undefined : 'an older version of it';
}

function explain(cause: unknown): string {
  const missing = cause instanceof Error && (cause as { code?: string }).code === 'MODULE_NOT_FOUND';
  const what = missing
    ? "The engine libzmq needs the npm package 'zeromq', which is not installed."
    : `The engine libzmq cannot load the npm package 'zeromq' on this platform (${process.platform}-${process.arch}, ` +
      `Node ${process.version}): ${String(cause instanceof Error ? cause.message : cause)}`;
  return `${what} Run \`npm install zeromq\`, or choose another engine.`;
}
