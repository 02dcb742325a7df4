import { sharedSlot, ZMQError } from '@zeromq-ts/core/spi';
import { bindError } from '../stream/bind-errors.js';
import { namesBeside } from './names-beside.js';
import { removeAtExit } from './removed-at-exit.js';
import type { SocketIdentity } from './socket-identity.js';
import { fileAt, removeIfThere, removeOwnFile } from './socket-identity.js';
import { lockPath } from './path-lock.js';

/** The paths that sockets of this thread have bound, or are about to, on whatever engine, in all copies of this package. */
const claimed = /* @__PURE__ */ sharedSlot('transports/ipc-paths@1', () => new Set<string>());

/** How a socket is bound to a path, whatever the engine. */
export interface PathBinding<T> {
  /** Binds and listens. */
  bind(path: string): T | Promise<T>;
  /** Takes that back. */
  unbind(bound: T): void | Promise<void>;
}

/** A path that one socket has for itself. */
export interface BoundPath<T> {
  readonly bound: T;
  /**
   * Gives the path up and removes its file, unless that belongs to another socket by now. Must be called before the
   * socket is closed.
   */
  release(): void;
}

/**
 * Binds a socket to a free path. It is bound to a temporary name beside the path, and gets the path when it listens. So
 * it cannot be mistaken for a socket of a dead process while it is being bound, and neither the system nor the engine,
 * which know only the temporary name, remove a file at the path when the socket is closed.
 *
 * @throws ZMQError `EADDRINUSE` when a socket listens there, or when the file is not a socket; the error of `bind` when
 * that fails; the system error when it does not permit the path.
 */
export async function bindPath<T>(path: string, endpoint: string, binding: PathBinding<T>): Promise<BoundPath<T>> {
  // The working directory may be another one when the path is given up.
  const absolute = process.getBuiltinModule('node:path').resolve(path);
  if (claimed.has(absolute)) throw bindError('EADDRINUSE', endpoint);
  claimed.add(absolute);
  try {
    const { bound, identity } = await bindBeside(path, absolute, endpoint, binding);
    const remove = removeAtExit(() => removeOwnFile(absolute, identity));
    return {
      bound,
      release: () => {
        claimed.delete(absolute);
        remove();
      },
    };
  } catch (error) {
    claimed.delete(absolute);
    throw error;
  }
}

async function bindBeside<T>(
  path: string,
  absolute: string,
  endpoint: string,
  binding: PathBinding<T>,
): Promise<{ bound: T; identity: SocketIdentity }> {
  const beside = namesBeside(absolute);
  const temporary = beside.path(temporaryName());
  try {
    const bound = await binding.bind(temporary);
    try {
      const identity = fileAt(temporary);
      if (identity === undefined) throw bindError('ENOENT', endpoint);
      if (await lockPath(temporary, path, beside, endpoint)) return { bound, identity };
      throw bindError('EADDRINUSE', endpoint);
    } catch (error) {
      await binding.unbind(bound);
      if (error instanceof ZMQError) throw error;
      throw bindError((error as NodeJS.ErrnoException).code ?? 'EINVAL', endpoint, error);
    }
  } finally {
    removeIfThere(temporary);
    beside.dispose();
  }
}

function temporaryName(): string {
  const { randomBytes } = process.getBuiltinModule('node:crypto');
  return `.zmq-${randomBytes(6).toString('hex')}`;
}
