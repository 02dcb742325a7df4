import type { SocketType } from '../sockets/socket-type.js';

/** The sockets of a device, as libzmq and its documentation call it. */
export interface Kind {
  readonly front: SocketType;
  readonly back: SocketType;
}

/** What a proxy is for. */
export const KINDS: Readonly<Record<string, Kind>> = {
  queue: { front: 'ROUTER', back: 'DEALER' },
  forwarder: { front: 'XSUB', back: 'XPUB' },
  streamer: { front: 'PULL', back: 'PUSH' },
};
