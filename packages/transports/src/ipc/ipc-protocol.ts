import type { StreamProtocol } from '../node/stream-protocol.js';

/** The connecting end of a Unix domain socket has no address of its own: both ends go by the listener's. */
export const ipcFamily: StreamProtocol = {
  addressOf: (_socket, endpoint) => endpoint,
  isSelfConnection: () => false,
};
