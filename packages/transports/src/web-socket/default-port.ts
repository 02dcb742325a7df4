/** The port of an endpoint without one (RFC 6455, section 3). */
export const DEFAULT_PORTS: Readonly<Record<'ws' | 'wss', number>> = { ws: 80, wss: 443 };
