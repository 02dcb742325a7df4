/*
 * RFC 45, "Handshake": the mechanism is a part of the subprotocol. `ZWS2.0` alone has none: each side begins with its
 * routing id. A slash is no character of an HTTP token, and the WebSocket classes of browsers and runtimes refuse it, so
 * the same is also known with a dot (docs/decisions/websocket.md).
 */

/** ZWS 2.0 without a mechanism. */
export const BARE = 'ZWS2.0';

/** The most items of an offer that are looked at. */
const MAX_ITEMS = 32;

/** The subprotocol of a mechanism: `ZWS2.0/NULL`. */
export function subprotocolOf(mechanism: string): string {
  return `${BARE}/${mechanism}`;
}

/** The same as an HTTP token: `ZWS2.0.NULL`. */
export function aliasOf(mechanism: string): string {
  return `${BARE}.${mechanism}`;
}

/** What a socket with this mechanism speaks. Only without security, the peer may go without a mechanism. */
export function spoken(mechanism: string): readonly string[] {
  const own = [subprotocolOf(mechanism), aliasOf(mechanism)];
  return mechanism === 'NULL' ? [...own, BARE] : own;
}

/** What a client with this mechanism offers: what libzmq offers. */
export function offered(mechanism: string): readonly string[] {
  return mechanism === 'NULL' ? [subprotocolOf(mechanism), BARE] : [subprotocolOf(mechanism)];
}

/**
 * The subprotocol to answer a client with: the first of its list that the socket speaks.
 *
 * @param offer The value of `Sec-WebSocket-Protocol`, if there is one.
 * @returns `undefined` when it offers none of them.
 */
export function chosen(offer: string | undefined, mechanism: string): string | undefined {
  const own = spoken(mechanism);
  const items = (offer ?? '').split(',', MAX_ITEMS).map((item) => item.replace(/^[ \t]+|[ \t]+$/g, ''));
  return items.find((item) => own.includes(item));
}
