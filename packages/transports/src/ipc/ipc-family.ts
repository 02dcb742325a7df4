import type { StreamFamily } from '../stream/stream-family.js';

/** The connecting end of a Unix domain socket has no address of its own: both ends go by the listener's. */
export const ipcFamily: StreamFamily = {
  addressOf: (_socket, endpoint) => endpoint,
  isSelfConnection: () => false,
};
