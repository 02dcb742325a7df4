import { onlyBind, sharedSlot, ZMQError } from '@zeromq-ts/core/spi';
import { bindError } from '../stream/bind-errors.js';
import { namesBeside } from './names-beside.js';
import { removeAtExit } from './removed-at-exit.js';
import type { SocketIdentity } from './socket-identity.js';
import { fileAt, removeIfThere, removeOwnFile } from './socket-identity.js';
import { lockPath, takeFreePath } from './path-lock.js';

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
  const claim = claimPath(path, endpoint);
  try {
    return claim.keep(await bindBeside(path, claim.absolute, endpoint, binding));
  } catch (error) {
    claim.giveUp();
    throw error;
  }
}

/** How a socket is bound to a path before the call returns. */
export interface PathBindingNow<T> {
  bind(path: string): T;
  unbind(bound: T): void | Promise<void>;
}

/**
 * The same before it returns, if there is nothing at the path.
 *
 * @throws ZMQError as {@link bindPath}; `ENOTSUP` when there is a socket of another process, or of a dead one, which would
 * have to be asked.
 */
export function bindPathNow<T>(path: string, endpoint: string, binding: PathBindingNow<T>): BoundPath<T> {
  const claim = claimPath(path, endpoint);
  try {
    return claim.keep(bindBesideNow(path, claim.absolute, endpoint, binding));
  } catch (error) {
    claim.giveUp();
    throw error;
  }
}

interface Bound<T> {
  readonly bound: T;
  readonly identity: SocketIdentity;
}

/** A path that no other socket of this thread has. */
interface PathClaim {
  readonly absolute: string;
  /** The path is bound. */
  keep<T>(bound: Bound<T>): BoundPath<T>;
  giveUp(): void;
}

/** @throws ZMQError `EADDRINUSE` when a socket of this thread has it. */
function claimPath(path: string, endpoint: string): PathClaim {
  // The working directory may be another one when the path is given up.
  const absolute = process.getBuiltinModule('node:path').resolve(path);
  if (claimed.has(absolute)) throw bindError('EADDRINUSE', endpoint);
  claimed.add(absolute);
  const giveUp = (): void => {
    claimed.delete(absolute);
  };
  return {
    absolute,
    giveUp,
    keep: ({ bound, identity }) => {
      const remove = removeAtExit(() => removeOwnFile(absolute, identity));
      const release = (): void => {
        giveUp();
        remove();
      };
      return { bound, release };
    },
  };
}

async function bindBeside<T>(
  path: string,
  absolute: string,
  endpoint: string,
  binding: PathBinding<T>,
): Promise<Bound<T>> {
  const beside = namesBeside(absolute, endpoint);
  const temporary = beside.path(temporaryName());
  try {
    const bound = await binding.bind(temporary);
    try {
      const identity = identityOf(temporary, endpoint);
      if (await lockPath(temporary, path, beside, endpoint)) return { bound, identity };
      throw bindError('EADDRINUSE', endpoint);
    } catch (error) {
      await binding.unbind(bound);
      throw bindErrorOf(error, endpoint);
    }
  } finally {
    removeIfThere(temporary);
    beside.dispose();
  }
}

function bindBesideNow<T>(path: string, absolute: string, endpoint: string, binding: PathBindingNow<T>): Bound<T> {
  const beside = namesBeside(absolute, endpoint);
  const temporary = beside.path(temporaryName());
  try {
    const bound = binding.bind(temporary);
    try {
      const identity = identityOf(temporary, endpoint);
      if (takeFreePath(temporary, path, endpoint)) return { bound, identity };
      throw onlyBind({ text: endpoint });
    } catch (error) {
      void binding.unbind(bound);
      throw bindErrorOf(error, endpoint);
    }
  } finally {
    removeIfThere(temporary);
    beside.dispose();
  }
}

function identityOf(temporary: string, endpoint: string): SocketIdentity {
  const identity = fileAt(temporary);
  if (identity === undefined) throw bindError('ENOENT', endpoint);
  return identity;
}

function bindErrorOf(error: unknown, endpoint: string): ZMQError {
  if (error instanceof ZMQError) return error;
  return bindError((error as NodeJS.ErrnoException).code ?? 'EINVAL', endpoint, error);
}

function temporaryName(): string {
  const { randomBytes } = process.getBuiltinModule('node:crypto');
  return `.zmq-${randomBytes(6).toString('hex')}`;
}
