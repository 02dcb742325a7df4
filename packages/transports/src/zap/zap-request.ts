import type { Credentials } from '../zmtp/mechanism.js';

/** Where a handler is bound (RFC 27, "Architecture"). */
export const ZAP_ENDPOINT = 'inproc://zeromq.zap.01';
export const ZAP_VERSION = '1.0';
const NOTHING = Buffer.alloc(0);

/** The peer to be authenticated, and the address and domain. */
export interface ZapQuestion {
  readonly id: string;
  readonly domain: string | Uint8Array;
  readonly address: string;
  readonly credentials: Credentials;
}

/**
 * The frames of a request (RFC 27, "Message Format"), from the delimiter on. The identity is empty: when a handler is
 * asked, the peer has not shown its own yet.
 */
export function zapRequest({ id, domain, address, credentials }: ZapQuestion): readonly (string | Uint8Array)[] {
  const { mechanism, username, password, publicKey } = credentials;
  const shown = [username, password, publicKey].filter((credential) => credential !== undefined);
  return [NOTHING, ZAP_VERSION, id, domain, address, NOTHING, mechanism, ...shown];
}
