/** The types of the sockets that this engine opens for itself (zmq.h); those of others are in their definitions. */
export const OWN_SOCKETS = { PULL: 7, ROUTER: 6 } as const;

/** The numbers of libzmq's socket options (zmq.h). */
export const OPTIONS = {
  ROUTING_ID: 5,
  SUBSCRIBE: 6,
  UNSUBSCRIBE: 7,
  SNDBUF: 11,
  RCVBUF: 12,
  LINGER: 17,
  RECONNECT_IVL: 18,
  BACKLOG: 19,
  RECONNECT_IVL_MAX: 21,
  MAXMSGSIZE: 22,
  SNDHWM: 23,
  RCVHWM: 24,
  RCVTIMEO: 27,
  SNDTIMEO: 28,
  LAST_ENDPOINT: 32,
  ROUTER_MANDATORY: 33,
  TCP_KEEPALIVE: 34,
  TCP_KEEPALIVE_CNT: 35,
  TCP_KEEPALIVE_IDLE: 36,
  TCP_KEEPALIVE_INTVL: 37,
  IMMEDIATE: 39,
  XPUB_VERBOSE: 40,
  IPV6: 42,
  MECHANISM: 43,
  PLAIN_SERVER: 44,
  PLAIN_USERNAME: 45,
  PLAIN_PASSWORD: 46,
  CURVE_SERVER: 47,
  CURVE_PUBLICKEY: 48,
  CURVE_SECRETKEY: 49,
  CURVE_SERVERKEY: 50,
  PROBE_ROUTER: 51,
  REQ_CORRELATE: 52,
  REQ_RELAXED: 53,
  CONFLATE: 54,
  ZAP_DOMAIN: 55,
  ROUTER_HANDOVER: 56,
  HANDSHAKE_IVL: 66,
  XPUB_NODROP: 69,
  XPUB_MANUAL: 71,
  XPUB_WELCOME_MSG: 72,
  INVERT_MATCHING: 74,
  HEARTBEAT_IVL: 75,
  HEARTBEAT_TTL: 76,
  HEARTBEAT_TIMEOUT: 77,
  XPUB_VERBOSER: 78,
  CONNECT_TIMEOUT: 79,
  ZAP_ENFORCE_DOMAIN: 93,
} as const;

/** The numbers of libzmq's context options (zmq.h). */
export const CONTEXT_OPTIONS = { MAX_SOCKETS: 2, SOCKET_LIMIT: 3 } as const;

/** The numbers of libzmq's security mechanisms (zmq.h), as ZMQ_MECHANISM gives them. */
export const MECHANISMS = { NULL: 0, PLAIN: 1, CURVE: 2 } as const;
