import { showValue } from '../errors/show-value.js';
import { nearestName } from '../errors/nearest-name.js';
import { ZMQError } from '../errors/zmq-error.js';
import { PACKAGE_NAMES } from '../pattern/package-names.js';
import { registeredTypes, SOCKET_TYPES } from '../pattern/registered-types.js';
import type { SocketTypeDefinition } from '../pattern/socket-type.js';
import { checkSeam, ROUTING_SEAM } from '../registry/seams.js';
import { otherFormats } from '../registry/shared-slot.js';
import type { SocketTypes } from './socket-types.js';
import { refuseSocketOptions, type ZMQSocket } from './zmq-socket.js';

/** A class of sockets. */
export type SocketClass = abstract new (...args: never[]) => ZMQSocket;

type Constructor<T extends keyof SocketTypes> = Extract<SocketTypes[T], new (...args: never[]) => unknown>;

/**
 * Registers a socket type for {@link createSocket}. Pattern packages do this when they are imported.
 *
 * The first class registered for a type is kept; a second copy of the same package has no effect.
 *
 * @throws ZMQError `EINVAL` when the definition is made for another version of the seam.
 */
export function registerSocketType(definition: SocketTypeDefinition, socketClass: SocketClass): void {
  checkSeam(`The definition of ${definition.className}`, definition.seam, ROUTING_SEAM);
  const socketTypes = registeredTypes();
  if (!socketTypes.has(definition.type)) socketTypes.set(definition.type, { definition, socketClass });
  refuseSocketOptions(definition.options ?? {});
}

/**
 * Registers a socket type, and returns its class: for an entry point whose unused classes a bundler leaves out, each with its
 * registration.
 *
 * @example
 * ```ts ignore
 * export const ZMQPair = /* @__PURE__ *\/ registeredClass(PAIR, Pair);
 * ```
 */
export function registeredClass<C extends SocketClass>(definition: SocketTypeDefinition, socketClass: C): C {
  registerSocketType(definition, socketClass);
  return socketClass;
}

/**
 * Creates a socket by the name of its type, like the constructor of its class.
 *
 * The available types, and their arguments, are those of the imported pattern packages: any other is a compile error.
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
  const registered = registeredTypes().get(type);
  if (registered === undefined) throw notRegistered(type);
  const socketClass = registered.socketClass as new (...args: unknown[]) => InstanceType<Constructor<T>>;
  return new socketClass(...args);
}

function notRegistered(type: unknown): ZMQError {
  const packageName = Object.entries(PACKAGE_NAMES).find(([name]) => name === type)?.[1];
  if (packageName !== undefined) {
    const others = otherFormats(SOCKET_TYPES);
    const loaded =
      others.length === 0
        ? ''
        : ` Packages for ${others.join(', ')} are loaded, and this copy of @zeromq-ts/core takes ${ROUTING_SEAM}.`;
    const text = `The package of ${type as string} is not imported.${loaded} Import '${packageName}'; in a page, import its class from there.`;
    return new ZMQError('EINVAL', text);
  }
  const known = [...new Set([...Object.keys(PACKAGE_NAMES), ...registeredTypes().keys()])];
  const nearest = typeof type === 'string' ? nearestName(type, known) : undefined;
  const advice = nearest === undefined ? '' : ` Do you mean ${showValue(nearest)}?`;
  return new ZMQError('EINVAL', `There is no socket type ${showValue(type)}.${advice} There are: ${known.join(', ')}.`);
}
