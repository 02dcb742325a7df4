import type { Engine } from '../engine/engine.js';
import type { SocketTypeDefinition } from '../pattern/socket-type.js';
import type { SecurityScheme } from '../security/security-scheme.js';
import type { OptionRule, OptionRules } from './option-rule.js';
import { SOCKET_OPTIONS } from './socket-options.js';

/** What the options of a socket follow from: its type, and its engine. */
export type OptionEngine = Pick<Engine, 'options' | 'security'>;

/** The options that one socket accepts, but for `context` and `engine`. */
export interface AcceptedOptions {
  /** By name. */
  readonly rules: OptionRules;
  readonly defaults: object;
  readonly security: SecurityScheme;
}

/** What was put together last for a socket type, as most programs have one engine. */
const known = new WeakMap<
  SocketTypeDefinition,
  AcceptedOptions & { readonly options: OptionEngine['options'] | undefined }
>();

/** Puts together what every socket accepts, what the engine does, and what the socket type does. */
export function acceptedOptions(definition: SocketTypeDefinition, engine: OptionEngine): AcceptedOptions {
  const last = known.get(definition);
  const { security, options } = engine;
  // An engine that carries another transport has other options.
  if (last !== undefined && last.options === options && last.security === security) return last;
  const rules: Record<string, OptionRule> = Object.assign(
    {},
    SOCKET_OPTIONS,
    ...(options ?? []),
    definition.options ?? {},
    security.rules,
  );
  const defaults: Record<string, unknown> = {};
  for (const name in rules) if (!Object.hasOwn(security.rules, name)) defaults[name] = rules[name]?.fallback;
  const accepted = { rules, defaults, security, options };
  known.set(definition, accepted);
  return accepted;
}
