import { ZMQError } from '../errors/zmq-error.js';
import type { Engine } from '../engine/engine.js';
import type { SocketTypeDefinition } from '../pattern/socket-type.js';
import type { CryptographyProvider } from '../security/cryptography.js';

const SLOT = Symbol.for('@zeromq-ts/core/registry');

/** Raised whenever what the slot holds, or the seams behind it, change incompatibly. */
const FORMAT = 1;

/** A socket type, with the class that its package brings. */
export interface RegisteredSocketType {
  readonly definition: SocketTypeDefinition;
  readonly socketClass: unknown;
}

/** What all copies of this package in one process share. */
export interface SharedRegistry {
  readonly format: number;
  readonly socketTypes: Map<string, RegisteredSocketType>;
  readonly engines: Map<string, Engine>;
  /** The engine that a package made the default by registering it so. */
  preferredEngine: string | undefined;
  /** The engine that the application chose with `setDefaultEngine`. */
  chosenEngine: Engine | string | undefined;
  /** What CURVE is made of, once a package has brought it. */
  cryptography?: CryptographyProvider | undefined;
}

/**
 * The registry of this process. It lives in a `Symbol.for` slot of the global object, so that two copies of this
 * package in one install see the same socket types and engines; if they do not fit together, they say so.
 *
 * @throws ZMQError `EINVAL` when another, incompatible copy of this package was loaded first.
 */
export function sharedRegistry(): SharedRegistry {
  const slots = globalThis as { [SLOT]?: SharedRegistry };
  const found = slots[SLOT];
  if (found === undefined) {
    const made: SharedRegistry = {
      format: FORMAT,
      socketTypes: new Map(),
      engines: new Map(),
      preferredEngine: undefined,
      chosenEngine: undefined,
    };
    Object.defineProperty(globalThis, SLOT, { value: made });
    return made;
  }
  if (found.format !== FORMAT) {
    throw new ZMQError(
      'EINVAL',
      `Two copies of @zeromq-ts/core that do not fit together are loaded (registry formats ${found.format} and ` +
        `${FORMAT}). Update all @zeromq-ts packages to the same release, so that one copy is installed ` +
        '(`npm ls @zeromq-ts/core` shows who brings which).',
    );
  }
  return found;
}
