import type { FlagDefinition } from '../grammar/definition.js';
import type { SocketType } from '../sockets/socket-type.js';
import { COMMON_FLAGS } from './common.js';
import { ENDPOINT_FLAGS } from './endpoints.js';
import { SECURITY_FLAGS } from './security.js';
import { socketOptionFlags } from './socket-options.js';

/** The flags of a command that opens a socket of this type: its own first, then those that all of them have. */
export function socketFlags(type: SocketType, own: readonly FlagDefinition[]): readonly FlagDefinition[] {
  return [...own, ...ENDPOINT_FLAGS, ...SECURITY_FLAGS, ...socketOptionFlags(type), ...COMMON_FLAGS];
}
