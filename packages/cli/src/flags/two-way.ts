import type { FlagDefinition } from '../grammar/definition.js';
import type { SocketType } from '../sockets/socket-type.js';
import { EXCHANGE_FLAGS } from './exchange.js';
import { INTERVAL } from './input.js';
import { EXEC_FLAGS, RECEIVE_COUNT } from './output.js';
import { socketFlags } from './socket-command.js';
import { FAIL_FAST, IDLE, TIMEOUT, WAIT_FLAGS } from './waiting.js';

/** The flags of a command that sends what it reads and prints what it receives: its own first. */
export function twoWayFlags(type: SocketType, own: readonly FlagDefinition[] = []): readonly FlagDefinition[] {
  return socketFlags(type, [
    ...own,
    RECEIVE_COUNT,
    TIMEOUT,
    IDLE,
    FAIL_FAST,
    ...WAIT_FLAGS,
    INTERVAL,
    ...EXCHANGE_FLAGS,
    ...EXEC_FLAGS,
  ]);
}
