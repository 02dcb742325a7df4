import { connect } from 'node:net';
import type {
  Attempt,
  ConnectIpcEndpoint,
  IpcEndpoint,
  ConnectionEvents,
  LocalSocket,
  ParsedEndpoint,
} from '@zeromq-ts/core/spi';
import { dialStream } from '../node/dial-stream.js';
import { ipcFamily } from './ipc-protocol.js';
import { socketPath } from './socket-path.js';

/** Begins one attempt. */
export function dialIpc(
  { parsed, text }: ParsedEndpoint<IpcEndpoint>,
  local: LocalSocket,
  watcher: ConnectionEvents,
): Attempt {
  // What is connected to has a path or a name (`IPC_ENDPOINTS.forConnect`).
  const { address } = parsed as ConnectIpcEndpoint;
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
