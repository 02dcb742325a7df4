/** The numbers of `zmq.h`, by the names that versions 4 and 5 of the npm package have for them. */
/** `ZMQ_PAIR` of `zmq.h`. */
export const ZMQ_PAIR: number = 0;
/** `ZMQ_PUB` of `zmq.h`. */
export const ZMQ_PUB: number = 1;
/** `ZMQ_SUB` of `zmq.h`. */
export const ZMQ_SUB: number = 2;
/** `ZMQ_REQ` of `zmq.h`. */
export const ZMQ_REQ: number = 3;
/** `ZMQ_REP` of `zmq.h`. */
export const ZMQ_REP: number = 4;
/** `ZMQ_DEALER` of `zmq.h`. */
export const ZMQ_DEALER: number = 5;
/** `ZMQ_XREQ` of `zmq.h`. */
export const ZMQ_XREQ: number = 5;
/** `ZMQ_ROUTER` of `zmq.h`. */
export const ZMQ_ROUTER: number = 6;
/** `ZMQ_XREP` of `zmq.h`. */
export const ZMQ_XREP: number = 6;
/** `ZMQ_PULL` of `zmq.h`. */
export const ZMQ_PULL: number = 7;
/** `ZMQ_PUSH` of `zmq.h`. */
export const ZMQ_PUSH: number = 8;
/** `ZMQ_XPUB` of `zmq.h`. */
export const ZMQ_XPUB: number = 9;
/** `ZMQ_XSUB` of `zmq.h`. */
export const ZMQ_XSUB: number = 10;
/** `ZMQ_STREAM` of `zmq.h`. */
export const ZMQ_STREAM: number = 11;

/** `ZMQ_AFFINITY` of `zmq.h`. */
export const ZMQ_AFFINITY: number = 4;
/** `ZMQ_IDENTITY` of `zmq.h`. */
export const ZMQ_IDENTITY: number = 5;
/** `ZMQ_SUBSCRIBE` of `zmq.h`. */
export const ZMQ_SUBSCRIBE: number = 6;
/** `ZMQ_UNSUBSCRIBE` of `zmq.h`. */
export const ZMQ_UNSUBSCRIBE: number = 7;
/** `ZMQ_RATE` of `zmq.h`. */
export const ZMQ_RATE: number = 8;
/** `ZMQ_RECOVERY_IVL` of `zmq.h`. */
export const ZMQ_RECOVERY_IVL: number = 9;
/** `ZMQ_RECOVERY_IVL_MSEC` of `zmq.h`. */
export const ZMQ_RECOVERY_IVL_MSEC: number = 9;
/** `ZMQ_SNDBUF` of `zmq.h`. */
export const ZMQ_SNDBUF: number = 11;
/** `ZMQ_RCVBUF` of `zmq.h`. */
export const ZMQ_RCVBUF: number = 12;
/** `ZMQ_RCVMORE` of `zmq.h`. */
export const ZMQ_RCVMORE: number = 13;
/** `ZMQ_FD` of `zmq.h`. */
export const ZMQ_FD: number = 14;
/** `ZMQ_EVENTS` of `zmq.h`. */
export const ZMQ_EVENTS: number = 15;
/** `ZMQ_TYPE` of `zmq.h`. */
export const ZMQ_TYPE: number = 16;
/** `ZMQ_LINGER` of `zmq.h`. */
export const ZMQ_LINGER: number = 17;
/** `ZMQ_RECONNECT_IVL` of `zmq.h`. */
export const ZMQ_RECONNECT_IVL: number = 18;
/** `ZMQ_BACKLOG` of `zmq.h`. */
export const ZMQ_BACKLOG: number = 19;
/** `ZMQ_RECONNECT_IVL_MAX` of `zmq.h`. */
export const ZMQ_RECONNECT_IVL_MAX: number = 21;
/** `ZMQ_MAXMSGSIZE` of `zmq.h`. */
export const ZMQ_MAXMSGSIZE: number = 22;
/** `ZMQ_SNDHWM` of `zmq.h`. */
export const ZMQ_SNDHWM: number = 23;
/** `ZMQ_RCVHWM` of `zmq.h`. */
export const ZMQ_RCVHWM: number = 24;
/** `ZMQ_MULTICAST_HOPS` of `zmq.h`. */
export const ZMQ_MULTICAST_HOPS: number = 25;
/** `ZMQ_RCVTIMEO` of `zmq.h`. */
export const ZMQ_RCVTIMEO: number = 27;
/** `ZMQ_SNDTIMEO` of `zmq.h`. */
export const ZMQ_SNDTIMEO: number = 28;
/** `ZMQ_IPV4ONLY` of `zmq.h`. */
export const ZMQ_IPV4ONLY: number = 31;
/** `ZMQ_LAST_ENDPOINT` of `zmq.h`. */
export const ZMQ_LAST_ENDPOINT: number = 32;
/** `ZMQ_ROUTER_MANDATORY` of `zmq.h`. */
export const ZMQ_ROUTER_MANDATORY: number = 33;
/** `ZMQ_TCP_KEEPALIVE` of `zmq.h`. */
export const ZMQ_TCP_KEEPALIVE: number = 34;
/** `ZMQ_TCP_KEEPALIVE_CNT` of `zmq.h`. */
export const ZMQ_TCP_KEEPALIVE_CNT: number = 35;
/** `ZMQ_TCP_KEEPALIVE_IDLE` of `zmq.h`. */
export const ZMQ_TCP_KEEPALIVE_IDLE: number = 36;
/** `ZMQ_TCP_KEEPALIVE_INTVL` of `zmq.h`. */
export const ZMQ_TCP_KEEPALIVE_INTVL: number = 37;
/** `ZMQ_TCP_ACCEPT_FILTER` of `zmq.h`. */
export const ZMQ_TCP_ACCEPT_FILTER: number = 38;
/** `ZMQ_DELAY_ATTACH_ON_CONNECT` of `zmq.h`. */
export const ZMQ_DELAY_ATTACH_ON_CONNECT: number = 39;
/** `ZMQ_XPUB_VERBOSE` of `zmq.h`. */
export const ZMQ_XPUB_VERBOSE: number = 40;
/** `ZMQ_ROUTER_RAW` of `zmq.h`. */
export const ZMQ_ROUTER_RAW: number = 41;
/** `ZMQ_IPV6` of `zmq.h`. */
export const ZMQ_IPV6: number = 42;
/** `ZMQ_MECHANISM` of `zmq.h`. */
export const ZMQ_MECHANISM: number = 43;
/** `ZMQ_PLAIN_SERVER` of `zmq.h`. */
export const ZMQ_PLAIN_SERVER: number = 44;
/** `ZMQ_PLAIN_USERNAME` of `zmq.h`. */
export const ZMQ_PLAIN_USERNAME: number = 45;
/** `ZMQ_PLAIN_PASSWORD` of `zmq.h`. */
export const ZMQ_PLAIN_PASSWORD: number = 46;
/** `ZMQ_CURVE_SERVER` of `zmq.h`. */
export const ZMQ_CURVE_SERVER: number = 47;
/** `ZMQ_CURVE_PUBLICKEY` of `zmq.h`. */
export const ZMQ_CURVE_PUBLICKEY: number = 48;
/** `ZMQ_CURVE_SECRETKEY` of `zmq.h`. */
export const ZMQ_CURVE_SECRETKEY: number = 49;
/** `ZMQ_CURVE_SERVERKEY` of `zmq.h`. */
export const ZMQ_CURVE_SERVERKEY: number = 50;
/** `ZMQ_ZAP_DOMAIN` of `zmq.h`. */
export const ZMQ_ZAP_DOMAIN: number = 55;
/** `ZMQ_ROUTER_HANDOVER` of `zmq.h`. */
export const ZMQ_ROUTER_HANDOVER: number = 56;
/** `ZMQ_HEARTBEAT_IVL` of `zmq.h`. */
export const ZMQ_HEARTBEAT_IVL: number = 75;
/** `ZMQ_HEARTBEAT_TTL` of `zmq.h`. */
export const ZMQ_HEARTBEAT_TTL: number = 76;
/** `ZMQ_HEARTBEAT_TIMEOUT` of `zmq.h`. */
export const ZMQ_HEARTBEAT_TIMEOUT: number = 77;
/** `ZMQ_CONNECT_TIMEOUT` of `zmq.h`. */
export const ZMQ_CONNECT_TIMEOUT: number = 79;
/** `ZMQ_IO_THREADS` of `zmq.h`. */
export const ZMQ_IO_THREADS: number = 1;
/** `ZMQ_MAX_SOCKETS` of `zmq.h`. */
export const ZMQ_MAX_SOCKETS: number = 2;

/** `ZMQ_POLLIN` of `zmq.h`. */
export const ZMQ_POLLIN: number = 1;
/** `ZMQ_POLLOUT` of `zmq.h`. */
export const ZMQ_POLLOUT: number = 2;
/** `ZMQ_POLLERR` of `zmq.h`. */
export const ZMQ_POLLERR: number = 4;
/** `ZMQ_SNDMORE` of `zmq.h`. */
export const ZMQ_SNDMORE: number = 2;
/** As in versions 4 and 5. */
export const STATE_READY: number = 0;
/** As in versions 4 and 5. */
export const STATE_BUSY: number = 1;
/** As in versions 4 and 5. */
export const STATE_CLOSED: number = 2;

/** As in versions 4 and 5. */
export const ZMQ_CAN_MONITOR: number = 1;
/** As in versions 4 and 5. */
export const ZMQ_CAN_DISCONNECT: number = 1;
/** As in versions 4 and 5. */
export const ZMQ_CAN_UNBIND: number = 1;
/** As in versions 4 and 5. */
export const ZMQ_CAN_SET_CTX: number = 1;
