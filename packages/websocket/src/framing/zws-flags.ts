import { COMMAND, MORE } from '@zeromq-ts/transports/internal';
import { broken } from './frame-header.js';
import { ZWS_COMMAND, ZWS_MORE } from './opcodes.js';

/** @returns the flags of a message (RFC 45) as the framing of RFC 37 has them. @throws WebSocketError for others. */
export function readFlags(flags: number): number {
  if (flags === 0) return 0;
  if (flags === ZWS_MORE) return MORE;
  if (flags === ZWS_COMMAND) return COMMAND;
  throw broken(`a message that begins with ${flags.toString(16).padStart(2, '0')}: its flags are 00, 01 or 02`);
}
