import { describe } from '../errors/describe.js';
import { nearestName } from '../errors/nearest-name.js';
import { ZMQError } from '../errors/zmq-error.js';
import { encodeText } from '../runtime/bytes.js';
import type { SocketTypeName } from '../pattern/socket-type-name.js';
import type { SecurityOptionName } from '../security/security-rules.js';
import type { SecurityScheme } from '../security/security-scheme.js';
import type { GivenSecurity, SecuritySettings } from '../security/security-settings.js';
import { NO_SECURITY } from '../security/security-settings.js';
import type { OptionRule } from './option-table.js';
import { OPTION_TABLE } from './option-table.js';

/** The options of a socket, checked, with every default filled in; all but `context` and `engine`. */
export interface ResolvedOptions {
  readonly sendHighWaterMark: number;
  readonly receiveHighWaterMark: number;
  readonly sendHighWaterMarkBytes: number;
  readonly receiveHighWaterMarkBytes: number;
  readonly maxIncomingBytes: number;
  readonly linger: number;
  readonly sendTimeout: number;
  readonly receiveTimeout: number;
  readonly reconnectInterval: number;
  readonly reconnectMaxInterval: number;
  readonly connectTimeout: number;
  readonly handshakeInterval: number;
  readonly heartbeatInterval: number;
  readonly heartbeatTimeout: number | undefined;
  readonly heartbeatTimeToLive: number;
  readonly immediate: boolean;
  readonly maxMessageSize: number;
  readonly backlog: number;
  readonly ipv6: boolean;
  readonly tcpKeepalive: -1 | 0 | 1;
  readonly tcpKeepaliveCount: number;
  readonly tcpKeepaliveIdle: number;
  readonly tcpKeepaliveInterval: number;
  readonly sendBufferSize: number;
  readonly receiveBufferSize: number;
  readonly routingId: Uint8Array | undefined;
  readonly probeRouter: boolean;
  readonly correlate: boolean;
  readonly relaxed: boolean;
  readonly mandatory: boolean;
  readonly handover: boolean;
  readonly conflate: boolean;
  readonly invertMatching: boolean;
  readonly noDrop: boolean;
  readonly maxSubscriptionBytes: number;
  readonly verbosity: null | 'allSubs' | 'allSubsUnsubs';
  readonly manual: boolean;
  readonly welcomeMessage: Uint8Array | undefined;
  /** The options of `SecurityOptions`, put together; secrets can be asked for, but not seen. */
  readonly security: SecuritySettings;
}

/** Every socket takes these, too; they are taken out before the others are looked at. */
const PLACEMENT_OPTIONS = ['context', 'engine'];

const DEFAULTS = {
  ...Object.fromEntries(Object.entries<OptionRule>(OPTION_TABLE).map(([name, rule]) => [name, rule.fallback])),
  security: NO_SECURITY,
};

/**
 * Checks the options of a socket and fills in the defaults. An option that is `undefined` counts as not given.
 *
 * @param scheme How the engine of the socket secures connections, which takes options of its own.
 * @throws ZMQError `EINVAL` naming the option, its value, and what it accepts.
 */
export function resolveOptions(type: SocketTypeName, options: object, scheme: SecurityScheme): ResolvedOptions {
  const resolved: Record<string, unknown> = { ...DEFAULTS };
  let security: GivenSecurity | undefined;
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (Object.hasOwn(scheme.rules, name)) {
      // The npm package `zeromq` has null where there is none.
      if (value === null) continue;
      checkOption(scheme, type, name, value);
      security ??= {};
      security[name as SecurityOptionName] = value;
      continue;
    }
    checkOption(scheme, type, name, value);
    resolved[name] = name === 'routingId' || name === 'welcomeMessage' ? toOctets(value) : value;
  }
  if (security !== undefined) resolved['security'] = scheme.resolve(security);
  return resolved as unknown as ResolvedOptions;
}

function checkOption(scheme: SecurityScheme, type: SocketTypeName, name: string, value: unknown): void {
  const rules: Readonly<Record<string, OptionRule>> = Object.hasOwn(scheme.rules, name) ? scheme.rules : OPTION_TABLE;
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (rule === undefined) {
    throw new ZMQError('EINVAL', `There is no option ${describe(name)}.${suggestion(scheme, type, name)}`);
  }
  if (rule.types !== undefined && !rule.types.includes(type)) {
    throw new ZMQError('EINVAL', `${name} is an option of ${rule.types.join(', ')}; this socket is a ${type}.`);
  }
  if (rule.check(value)) return;
  const hint = value === -1 && rule.accepts.includes('Infinity') ? ' Where libzmq has -1, write Infinity.' : '';
  const shown = rule.describe?.(value) ?? (rule.confidential === true ? describeShape(value) : describe(value));
  throw new ZMQError('EINVAL', `${name} is ${shown}; it accepts ${rule.accepts}.${hint}`);
}

/** Says of what kind a value is, and not what it is. */
function describeShape(value: unknown): string {
  if (typeof value === 'string') return `a string of ${value.length} characters`;
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`;
  return typeof value === 'object' || typeof value === 'function' ? describe(value) : `a ${typeof value}`;
}

function suggestion(scheme: SecurityScheme, type: SocketTypeName, name: string): string {
  const rules: Readonly<Record<string, OptionRule>> = { ...OPTION_TABLE, ...scheme.rules };
  const known = Object.keys(rules).filter((option) => rules[option]?.types?.includes(type) ?? true);
  const nearest = nearestName(name, [...known, ...PLACEMENT_OPTIONS]);
  const advice = nearest === undefined ? '' : ` Do you mean ${nearest}?`;
  return `${advice} A ${type} takes: ${[...known, ...PLACEMENT_OPTIONS].join(', ')}.`;
}

function toOctets(value: unknown): Uint8Array {
  return typeof value === 'string' ? encodeText(value) : Uint8Array.from(value as Uint8Array);
}
