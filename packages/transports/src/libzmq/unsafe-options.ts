import type { ResolvedOptions } from '@zeromq-ts/core/spi';

/**
 * What to say of options that endanger the process on libzmq.
 *
 * libzmq stops reading a connection while the receive queue is full. If that connection ends meanwhile, the next
 * heartbeat is written to it all the same, and an assertion aborts the process (stream_engine_base_t::out_event): any
 * peer can bring it about by sending more than is received, and closing.
 */
export function unsafeOptions({ heartbeatInterval, receiveHighWaterMark }: ResolvedOptions): string | undefined {
  if (heartbeatInterval === 0 || receiveHighWaterMark === 0) return undefined;
  return (
    'With heartbeatInterval, libzmq aborts the process when a connection ends while its receive queue is full. Set ' +
    "receiveHighWaterMark to 0 if you trust the peers, leave out heartbeatInterval, or use { engine: 'zmtp' }."
  );
}
