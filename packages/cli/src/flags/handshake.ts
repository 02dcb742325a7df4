import type { FlagDefinition } from '../grammar/definition.js';
import { HANDSHAKE_TYPES } from '../handshake/handshake-types.js';

/** As what a handshake is made. */
export const AS_FLAG: FlagDefinition = {
  name: 'as',
  type: 'choice',
  values: HANDSHAKE_TYPES,
  summary: 'make the handshake as this socket type, instead of one that takes nothing from the peer',
};
