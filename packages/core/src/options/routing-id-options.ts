import type { OptionRule, OptionRules } from './option-rule.js';
import { bytesOption } from './option-rule.js';

/** Options of sockets that a ROUTER can address: REQ, REP, DEALER, ROUTER. */
export interface RoutingIdOptions {
  /**
   * The id by which ROUTER peers address this socket: 1 to 255 bytes, the first of them not zero. Default: the peer
   * assigns one. libzmq: `ZMQ_ROUTING_ID`.
   */
  readonly routingId?: string | Uint8Array | undefined;
}

const anyId = /* @__PURE__ */ bytesOption(1, 255);

/** RFC 37, "The Identity Property": an id that begins with a zero byte is one that a ROUTER generated. */
const routingId: OptionRule<string | Uint8Array, Uint8Array | undefined> = {
  ...anyId,
  accepts: 'a string or bytes, 1 to 255 bytes of which the first is not zero',
  check: (value) => {
    if (!anyId.check(value)) return false;
    return typeof value === 'string' ? !value.startsWith('\0') : (value as Uint8Array)[0] !== 0;
  },
  change: 'new endpoints',
  libzmq: 5,
};

/** @see RoutingIdOptions */
export const ROUTING_ID_OPTIONS = { routingId } satisfies OptionRules<RoutingIdOptions>;
