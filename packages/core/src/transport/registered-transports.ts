import { checkArgumentCount } from '../errors/argument-count.js';
import { registerEndpointGrammar } from '../endpoint/grammars.js';
import { checkSeam, TRANSPORT_SEAM } from '../registry/seams.js';
import { sharedSlot } from '../registry/shared-slot.js';
import type { Transport } from './transport.js';

/** What all copies of this package that have the same seam to transports share. Replaced whole, never changed. */
interface TransportRegistry {
  transports: readonly Transport[];
}

function registry(): TransportRegistry {
  return sharedSlot(`core/registered-${TRANSPORT_SEAM}`, () => ({ transports: [] }));
}

/**
 * Registers a transport: engines that take registered transports, as `zmtp` does, carry it from now on, for sockets that
 * are created after it. For packages that bring a transport. The first one of a protocol stays.
 *
 * @throws ZMQError `EINVAL` when it is made for another version of the seam.
 *
 * @example
 * ```ts
 * import { registerTransport } from '@zeromq-ts/core/spi';
 * import { inproc } from '@zeromq-ts/transports';
 *
 * registerTransport(inproc());
 * ```
 */
export function registerTransport(transport: Transport): void {
  checkArgumentCount('registerTransport', arguments, 1);
  const { protocol, seam, endpoints } = transport;
  checkSeam(`The transport ${protocol}`, seam, TRANSPORT_SEAM);
  const registered = registry();
  if (registered.transports.some((each) => each.protocol === protocol)) return;
  registered.transports = [...registered.transports, transport];
  registerEndpointGrammar(protocol, endpoints);
}

/** Those that are registered: the same array as long as none is added. */
export function registeredTransports(): readonly Transport[] {
  return registry().transports;
}
