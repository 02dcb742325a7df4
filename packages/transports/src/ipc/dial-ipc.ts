import { connect } from 'node:net';
import type { Attempt, ConnectIpcEndpoint, IpcEndpoint, LinkWatcher, LocalSocket } from '@zeromq-ts/core/spi';
import { forConnect, formatEndpoint } from '@zeromq-ts/core/spi';
import { dialStream } from '../stream/dial-stream.js';
import { ipcFamily } from './ipc-family.js';
import { socketPath } from './socket-path.js';

/** Begins one attempt. */
export function dialIpc(endpoint: IpcEndpoint, local: LocalSocket, watcher: LinkWatcher): Attempt {
  const { address } = forConnect(endpoint) as ConnectIpcEndpoint;
  const text = formatEndpoint(endpoint);
  return dialStream(
    {
      endpoint: text,
      family: ipcFamily,
      candidates: () => [(read) => connect({ ...read, path: socketPath(address, text), allowHalfOpen: true })],
    },
    local,
    watcher,
  );
}
