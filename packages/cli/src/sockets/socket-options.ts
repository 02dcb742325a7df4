import { UsageError } from '../errors/command-error.js';
import { OPTION_FLAG_NAMES } from '../flags/socket-options.js';
import type { Flags } from '../grammar/parsed.js';
import { printable } from '../output/printable.js';
import { routingIdFrom } from './routing-id.js';

/** The options of a socket that flags have set, by their names in the API. */
export function socketOptionsFrom(flags: Flags): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const name of flags.names()) {
    if (!OPTION_FLAG_NAMES.has(name)) continue;
    const value = flags.value(name);
    options[camelCase(name)] = name === 'routing-id' ? routingIdFrom(String(value), '--routing-id') : value;
  }
  for (const given of flags.list('option')) {
    const [, name = '', value = ''] = /^([A-Za-z]\w*)=(.*)$/su.exec(given) ?? [];
    if (name === '')
      throw new UsageError(`--option is NAME=VALUE, such as -O sendHighWaterMark=5, not "${printable(given)}".`);
    options[name] = optionValue(value);
  }
  if (options['engine'] === 'libzmq') leaveOutHeartbeats(options, flags);
  return options;
}

/**
 * Heartbeats that were not asked for. libzmq aborts the process at the first one to a peer over ws without a mechanism, and
 * when a connection ends while its receive queue is full.
 */
function leaveOutHeartbeats(options: Record<string, unknown>, flags: Flags): void {
  for (const name of ['heartbeat-interval', 'heartbeat-timeout']) {
    if (flags.source(name) === 'default') delete options[camelCase(name)];
  }
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase());
}

function optionValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  return /^-?\d+$/u.test(text) ? Number(text) : text === 'Infinity' ? Infinity : text;
}
