import { describe } from '../errors/describe.js';
import { ZMQError } from '../errors/zmq-error.js';
import { PACKAGE_NAMES } from '../pattern/package-names.js';
import type { SocketTypeDefinition } from '../pattern/socket-type.js';
import { sharedRegistry } from '../registry/shared-registry.js';
import type { SocketTypes } from './socket-types.js';
import type { ZMQSocket } from './zmq-socket.js';

/** A class of sockets. */
export type SocketClass = abstract new (...args: never[]) => ZMQSocket;

type Constructor<T extends keyof SocketTypes> = Extract<SocketTypes[T], new (...args: never[]) => unknown>;

/**
 * Makes a socket type known to {@link createSocket}. Pattern packages do it when they are imported.
 *
 * The first class registered for a type stays: a second copy of the same package changes nothing.
 */
export function registerSocketType(definition: SocketTypeDefinition, socketClass: SocketClass): void {
  const { socketTypes } = sharedRegistry();
  if (!socketTypes.has(definition.type)) socketTypes.set(definition.type, { definition, socketClass });
}

/**
 * Creates a socket by the name of its type, as the type's class would.
 *
 * The types there are, and their arguments, are those of the pattern packages imported: asking for another one is a
 * compile error.
 *
 * @throws ZMQError `EINVAL` naming the package to import when the type is not registered.
 *
 * @example
 * ```ts
 * import { createSocket } from '@zeromq-ts/core';
 * import '@zeromq-ts/pushpull';
 *
 * await using pull = createSocket('PULL', 'inproc://jobs');
 * await using push = createSocket('PUSH', 'inproc://jobs', { sendHighWaterMark: 10 });
 * await push.send('work');
 * console.log(`${await pull.receive()}`);
 * ```
 */
export function createSocket<T extends keyof SocketTypes>(
  type: T,
  ...args: ConstructorParameters<Constructor<T>>
): InstanceType<Constructor<T>> {
  const registered = sharedRegistry().socketTypes.get(type);
  if (registered === undefined) throw notRegistered(type);
  const socketClass = registered.socketClass as new (...args: unknown[]) => InstanceType<Constructor<T>>;
  return new socketClass(...args);
}

function notRegistered(type: unknown): ZMQError {
  const packageName = Object.entries(PACKAGE_NAMES).find(([name]) => name === type)?.[1];
  if (packageName !== undefined) {
    return new ZMQError('EINVAL', `No package that brings ${type as string} is imported. Import '${packageName}'.`);
  }
  const known = Object.keys(PACKAGE_NAMES).join(', ');
  return new ZMQError('EINVAL', `There is no socket type ${describe(type)}. There are: ${known}.`);
}
