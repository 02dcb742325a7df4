import { ROUTING_SEAM } from '../registry/seams.js';
import { sharedSlot } from '../registry/shared-slot.js';
import type { SocketTypeDefinition } from './socket-type.js';

/** A socket type, with the class that its package brings. */
export interface RegisteredSocketType {
  readonly definition: SocketTypeDefinition;
  readonly socketClass: unknown;
}

/** The slot of the registry. */
export const SOCKET_TYPES = `core/${ROUTING_SEAM}`;

/** The socket types of all copies of this package with the same seam, by name. */
export function registeredTypes(): Map<string, RegisteredSocketType> {
  return sharedSlot(SOCKET_TYPES, () => new Map());
}

/** The names of the registered types that have an option of their own of this name. */
export function typesWithOption(name: string): readonly string[] {
  const types: string[] = [];
  for (const [type, { definition }] of registeredTypes()) {
    if (definition.options !== undefined && Object.hasOwn(definition.options, name)) types.push(type);
  }
  return types;
}
