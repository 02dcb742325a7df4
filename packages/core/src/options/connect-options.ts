import { ZMQError } from '../errors/zmq-error.js';
import { showValue } from '../errors/show-value.js';
import { asFrame, encodeText, type Bytes } from '../runtime/bytes.js';
import { checkCallOptions } from './call-options.js';
import { ROUTING_ID_OPTIONS } from './routing-id-options.js';

/** Options of `connect` of a ROUTER. */
export interface ConnectOptions {
  /**
   * The routing id of the peer at this endpoint, whatever id it has chosen for itself: 1 to 255 bytes, the first of them not
   * zero. Messages can be sent to it at once. Default: the id that the peer has chosen, or a generated one. libzmq:
   * `ZMQ_CONNECT_ROUTING_ID`.
   */
  readonly routingId?: string | Uint8Array | undefined;
}

/** What a call checks that takes {@link ConnectOptions}. */
const CONNECT_OPTION_CHECKS = {
  routingId: (name: string, value: unknown): void => {
    const { routingId } = ROUTING_ID_OPTIONS;
    if (routingId.check(value)) return;
    throw new ZMQError('EINVAL', `${name} is ${showValue(value)}; it accepts ${routingId.accepts}.`);
  },
};

/**
 * The routing id that the options of a `connect` give the peer, as bytes of its own.
 *
 * @throws ZMQError `EINVAL` for wrong options.
 */
export function assignedRoutingId(options: ConnectOptions): Bytes | undefined {
  checkCallOptions('connect', options, CONNECT_OPTION_CHECKS);
  const { routingId } = options;
  if (routingId === undefined) return undefined;
  return asFrame(typeof routingId === 'string' ? encodeText(routingId) : Uint8Array.from(routingId));
}
