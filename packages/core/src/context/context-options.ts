import type { EngineChoice } from '../engine/engines.js';
import { checkEngineChoice } from '../engine/engines.js';
import { ZMQError } from '../errors/zmq-error.js';
import { checkCallOptions } from '../options/call-options.js';
import { SOCKET_OPTIONS } from '../options/socket-options.js';

/** Options of a `ZMQContext`. */
export interface ContextOptions {
  /** The engine of the sockets in this context that do not choose one. */
  readonly engine?: EngineChoice | undefined;
}

const CHECKS = {
  engine(_name: string, value: unknown): void {
    checkEngineChoice(value);
  },
};

/** @throws ZMQError `EINVAL` naming what is wrong. */
export function checkContextOptions(options: unknown): asserts options is ContextOptions {
  if (typeof options === 'object' && options !== null) {
    for (const [name, value] of Object.entries(options)) {
      if (value !== undefined && Object.hasOwn(SOCKET_OPTIONS, name)) throw optionOfSockets(name);
    }
  }
  checkCallOptions('ZMQContext', options, CHECKS);
}

function optionOfSockets(name: string): ZMQError {
  return new ZMQError(
    'EINVAL',
    `${name} is an option of sockets, and a ZMQContext has no options for all of its sockets: give it to the ` +
      'constructor of each. ZMQContext accepts: engine.',
  );
}
