import type { EngineChoice } from '../engine/engines.js';
import { checkEngineChoice } from '../engine/engines.js';
import { ZMQError } from '../errors/zmq-error.js';
import { showValue } from '../errors/show-value.js';
import { checkCallOptions, checkCount } from '../options/call-options.js';
import { SOCKET_OPTIONS } from '../options/socket-options.js';

/** Options of a context that can be changed, for sockets created after the change. */
export interface ContextLimits {
  /** The default of the option `ipv6` of its sockets. Default false. libzmq: `ZMQ_IPV6`. */
  readonly ipv6?: boolean | undefined;
  /** The default of the option `maxMessageSize` of its sockets, in bytes. Default `Infinity`. libzmq: `ZMQ_MAX_MSGSZ`. */
  readonly maxMessageSize?: number | undefined;
  /** How many sockets may be open in it at a time; another one is refused with `EMFILE`. Default `Infinity`. libzmq: `ZMQ_MAX_SOCKETS`. */
  readonly maxSockets?: number | undefined;
  /** Whether its sockets linger unless their option `linger` is given: false makes 0 its default. Default true. libzmq: `ZMQ_BLOCKY`. */
  readonly blocky?: boolean | undefined;
}

/** Options of a `ZMQContext`. */
export interface ContextOptions extends ContextLimits {
  /** The engine of the sockets in this context that do not choose one. */
  readonly engine?: EngineChoice | undefined;
}

/** The options of a context that can be changed, with their defaults. */
export type ResolvedContextLimits = {
  readonly [Name in keyof ContextLimits]-?: Exclude<ContextLimits[Name], undefined>;
};

export const CONTEXT_LIMITS: ResolvedContextLimits = {
  ipv6: false,
  maxMessageSize: Infinity,
  maxSockets: Infinity,
  blocky: true,
};

const LIMIT_CHECKS = {
  ipv6: checkFlag,
  maxMessageSize: checkCount(true),
  maxSockets: checkCount(true),
  blocky: checkFlag,
};

const CHECKS = {
  engine(_name: string, value: unknown): void {
    checkEngineChoice(value);
  },
  ...LIMIT_CHECKS,
};

/** @throws ZMQError `EINVAL` naming what is wrong. */
export function checkContextOptions(options: unknown): asserts options is ContextOptions {
  if (typeof options === 'object' && options !== null) {
    for (const [name, value] of Object.entries(options)) {
      if (value !== undefined && Object.hasOwn(SOCKET_OPTIONS, name) && !Object.hasOwn(CHECKS, name)) {
        throw optionOfSockets(name);
      }
    }
  }
  checkCallOptions('ZMQContext', options, CHECKS);
}

/** @throws ZMQError `EINVAL` for an option that a context does not have, or that cannot be changed, and for a wrong value. */
export function checkContextLimit(name: string, value: unknown): asserts name is keyof ContextLimits {
  checkCallOptions(
    'setOption of a ZMQContext',
    { [name]: value ?? null },
    value === undefined ? ANY_VALUE : LIMIT_CHECKS,
  );
}

const ANY_VALUE = Object.fromEntries(Object.keys(LIMIT_CHECKS).map((name) => [name, () => {}]));

/** The options that its sockets have by default because of the options of a context. */
export function socketDefaults({
  ipv6,
  maxMessageSize,
  blocky,
}: ResolvedContextLimits): Readonly<Record<string, unknown>> {
  return {
    ...(ipv6 ? { ipv6 } : {}),
    ...(maxMessageSize === Infinity ? {} : { maxMessageSize }),
    ...(blocky ? {} : { linger: 0 }),
  };
}

function checkFlag(name: string, value: unknown): void {
  if (typeof value === 'boolean') return;
  throw new ZMQError('EINVAL', `${name} is ${showValue(value)}; it accepts true or false.`);
}

function optionOfSockets(name: string): ZMQError {
  return new ZMQError(
    'EINVAL',
    `${name} is an option of sockets, and a ZMQContext has no such option for all of its sockets: give it to the ` +
      `constructor of each. ZMQContext accepts: ${Object.keys(CHECKS).join(', ')}.`,
  );
}
