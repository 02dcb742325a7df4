import type { Event } from '../drop-in.js';

/** The arguments of `emit` for an event of a monitor. */
export type MonitorEvent = readonly [
  name: string,
  value: number | undefined,
  address: string,
  error: Error | undefined,
];

const NAMES: Readonly<Partial<Record<Event['type'], string>>> = {
  accept: 'accept',
  'accept:error': 'accept_error',
  bind: 'listen',
  'bind:error': 'bind_error',
  connect: 'connect',
  'connect:delay': 'connect_delay',
  'connect:retry': 'connect_retry',
  close: 'close',
  'close:error': 'close_error',
  disconnect: 'disconnect',
};

/** An event as versions 4 and 5 emit it, if they know it. */
export function monitorEvent(event: Event): MonitorEvent | undefined {
  const name = NAMES[event.type];
  if (name === undefined || !('address' in event)) return undefined;
  const error = 'error' in event ? event.error : undefined;
  const value = 'interval' in event ? event.interval : (error as { errno?: number } | undefined)?.errno;
  return [name, value, event.address, error];
}
