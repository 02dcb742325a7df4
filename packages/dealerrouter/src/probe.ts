import type { ResolvedOptions } from '@zeromq-ts/core/spi';

/**
 * Whether an empty message is sent over each new connection, so that a ROUTER learns who is there (libzmq:
 * `ZMQ_PROBE_ROUTER`). Not where only the newest message is kept: the probe would take the place of a message.
 */
export function probes({ probeRouter, conflate }: ResolvedOptions): boolean {
  return probeRouter && !conflate;
}
