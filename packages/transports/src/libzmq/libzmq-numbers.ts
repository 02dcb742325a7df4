/** The types of the sockets that this engine opens for itself (zmq.h); those of others are in their definitions. */
export const OWN_SOCKETS = { PULL: 7, ROUTER: 6 } as const;

/** The numbers of the options of libzmq's sockets that this engine sets on its own (zmq.h); the rules of others have them. */
export const OPTIONS = {
  SUBSCRIBE: 6,
  UNSUBSCRIBE: 7,
  LINGER: 17,
  SNDHWM: 23,
  RCVTIMEO: 27,
  SNDTIMEO: 28,
  LAST_ENDPOINT: 32,
  IMMEDIATE: 39,
  IPV6: 42,
  CONNECT_ROUTING_ID: 61,
  STREAM_NOTIFY: 73,
  MECHANISM: 43,
  PLAIN_SERVER: 44,
  PLAIN_USERNAME: 45,
  PLAIN_PASSWORD: 46,
  CURVE_SERVER: 47,
  CURVE_PUBLICKEY: 48,
  CURVE_SECRETKEY: 49,
  CURVE_SERVERKEY: 50,
  REQ_CORRELATE: 52,
  REQ_RELAXED: 53,
  ZAP_DOMAIN: 55,
  ZAP_ENFORCE_DOMAIN: 93,
} as const;

/** The numbers of libzmq's context options (zmq.h). */
export const CONTEXT_OPTIONS = { MAX_SOCKETS: 2, SOCKET_LIMIT: 3 } as const;

/** The numbers of libzmq's security mechanisms (zmq.h), as ZMQ_MECHANISM gives them. */
export const MECHANISMS = { NULL: 0, PLAIN: 1, CURVE: 2 } as const;
