import { showValue } from '../errors/show-value.js';
import { nearestName } from '../errors/nearest-name.js';
import { ZMQError } from '../errors/zmq-error.js';
import { typesWithOption } from '../pattern/registered-types.js';
import type { GivenSecurity, SecuritySettings } from '../security/security-settings.js';
import { NO_SECURITY } from '../security/security-settings.js';
import type { AcceptedOptions } from './accepted-options.js';
import type { SecurityOptionName } from './security-options.js';
import type { OptionRule, ResolvedFrom } from './option-rule.js';
import type { SOCKET_OPTIONS } from './socket-options.js';
import type { TransportOptions } from './transport-options.js';

type ResolvedTransportOptions = {
  readonly [Name in keyof TransportOptions]-?: Exclude<TransportOptions[Name], undefined>;
};

/**
 * The options of a socket, checked, with every default filled in; all but `context` and `engine`. Those of a socket type
 * are there, too, and typed in what its definition is given.
 */
export interface ResolvedOptions extends ResolvedFrom<typeof SOCKET_OPTIONS>, ResolvedTransportOptions {
  /** Of the socket types that take it, see `RoutingIdOptions`. */
  readonly routingId?: Uint8Array | undefined;
  /** Of the socket types that take it, see `ConflateOptions`. */
  readonly conflate?: boolean | undefined;
  /** The options of `SecurityOptions`, put together; secrets can be asked for, but not seen. */
  readonly security: SecuritySettings;
}

/** Every socket takes these, too; they are taken out before the others are looked at. */
const PLACEMENT_OPTIONS = ['context', 'engine'];

/**
 * Checks the options of a socket and fills in the defaults. An option that is `undefined` counts as not given.
 *
 * @param type The socket type, for error texts.
 * @throws ZMQError `EINVAL` naming the option, its value, and what it accepts.
 */
export function resolveOptions(type: string, options: object, accepted: AcceptedOptions): ResolvedOptions {
  const resolved: Record<string, unknown> = { ...accepted.defaults, security: NO_SECURITY };
  let security: GivenSecurity | undefined;
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (Object.hasOwn(accepted.security.rules, name)) {
      // The npm package `zeromq` has null where there is none.
      if (value === null) continue;
      resolveOption(accepted, type, name, value);
      security ??= {};
      security[name as SecurityOptionName] = value;
      continue;
    }
    resolved[name] = resolveOption(accepted, type, name, value);
  }
  if (security !== undefined) resolved['security'] = accepted.security.resolve(security);
  return resolved as unknown as ResolvedOptions;
}

/**
 * Checks the value of one option, and makes of it what the socket keeps.
 *
 * @throws ZMQError `EINVAL` naming the option, its value, and what it accepts.
 */
export function resolveOption(accepted: AcceptedOptions, type: string, name: string, value: unknown): unknown {
  const rule = ruleOf(accepted, type, name);
  if (rule.check(value)) return rule.resolve === undefined ? value : rule.resolve(value);
  const hint = value === -1 && rule.accepts.includes('Infinity') ? ' Where libzmq has -1, write Infinity.' : '';
  const shown = rule.describe?.(value) ?? (rule.confidential === true ? describeShape(value) : showValue(value));
  throw new ZMQError('EINVAL', `${name} is ${shown}; it accepts ${rule.accepts}.${hint}`);
}

/** @throws ZMQError `EINVAL` when the socket has no option of this name. */
export function ruleOf(accepted: AcceptedOptions, type: string, name: string): OptionRule {
  const rule = Object.hasOwn(accepted.rules, name) ? accepted.rules[name] : undefined;
  if (rule !== undefined) return rule;
  const types = typesWithOption(name);
  if (types.length > 0) {
    throw new ZMQError('EINVAL', `${name} is an option of ${types.join(', ')}; this socket is a ${type}.`);
  }
  throw new ZMQError('EINVAL', `There is no option ${showValue(name)}.${suggestion(accepted, type, name)}`);
}

/** Says of what kind a value is, and not what it is. */
function describeShape(value: unknown): string {
  if (typeof value === 'string') return `a string of ${value.length} characters`;
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`;
  return typeof value === 'object' || typeof value === 'function' ? showValue(value) : `a ${typeof value}`;
}

function suggestion({ rules }: AcceptedOptions, type: string, name: string): string {
  const names = [...Object.keys(rules), ...PLACEMENT_OPTIONS];
  const nearest = nearestName(name, names);
  const advice = nearest === undefined ? '' : ` Do you mean ${nearest}?`;
  return `${advice} A ${type} takes: ${names.join(', ')}.`;
}
