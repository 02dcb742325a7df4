import type { IpcEndpoint, Transport } from '@zeromq-ts/core/spi';
import { ipcEndpointsOn } from './platform-endpoints.js';
import { checkSecurity } from '../security/check-security.js';
import { dialIpc } from './dial-ipc.js';
import { STREAM_OPTIONS } from '../stream/stream-options.js';
import { listenOnIpc, listenOnIpcSync } from './listen-on-ipc.js';

/**
 * `ipc://`: messages as ZMTP 3.1 over Unix domain sockets.
 *
 * Node before version 22 pads abstract names with zero bytes: under such a name, only processes that do the same meet.
 */
export function ipc(): Transport<IpcEndpoint> {
  return IPC;
}

const IPC: Transport<IpcEndpoint> = {
  seam: 'transport@2',
  protocol: 'ipc',
  // A getter, so that a bundler can drop this transport: it does not know that `process.platform` has no side effects.
  get endpoints() {
    return ipcEndpointsOn(process.platform);
  },
  options: STREAM_OPTIONS,
  waitsForBind: false,
  check: checkSecurity,

  listen: listenOnIpc,
  listenSync: listenOnIpcSync,
  dial: dialIpc,
};
