import type { IpcEndpoint, Listener, ListenerEvents, LocalSocket, ParsedEndpoint } from '@zeromq-ts/core/spi';
import { formatEndpoint, ZMQError } from '@zeromq-ts/core/spi';
import { bindError } from '../stream/bind-errors.js';
import { listenOnStream } from '../node/stream-listener.js';
import type { BoundPath } from './bind-path.js';
import { bindPath } from './bind-path.js';
import { ipcFamily } from './ipc-protocol.js';
import { socketPath } from './socket-path.js';
import { temporaryPlace } from './temporary-place.js';

/** @throws ZMQError when the system refuses, or when the path is in use. */
export async function listenOnIpc(
  { parsed: { address }, text: endpoint }: ParsedEndpoint<IpcEndpoint>,
  local: LocalSocket,
  watcher: ListenerEvents,
): Promise<Listener> {
  if (address.kind === 'wildcard') return listenInTemporaryPlace(local, watcher);
  const path = socketPath(address, endpoint);
  const listen = (at: string, release: () => void): Promise<Listener> =>
    listenAt(at, endpoint, path, local, watcher, release);
  if (address.kind === 'abstract') return listen(path, () => {});
  const taken: { path?: BoundPath<Listener> } = {};
  taken.path = await bindPath(path, endpoint, {
    bind: (temporary) => listen(temporary, () => taken.path?.release()),
    unbind: (listener) => listener.close(),
  });
  return taken.path.bound;
}

async function listenInTemporaryPlace(local: LocalSocket, watcher: ListenerEvents): Promise<Listener> {
  const place = await temporaryPlace();
  const endpoint = formatEndpoint({ protocol: 'ipc', address: { kind: 'pathname', path: place.path } });
  try {
    const path = socketPath({ kind: 'pathname', path: place.path }, endpoint);
    return await listenAt(path, endpoint, path, local, watcher, () => place.remove());
  } catch (error) {
    place.remove();
    throw error;
  }
}

/** @param asked The path that was asked for, for error texts. */
async function listenAt(
  path: string,
  endpoint: string,
  asked: string,
  local: LocalSocket,
  watcher: ListenerEvents,
  release: () => void,
): Promise<Listener> {
  try {
    return await listenOnStream({
      family: ipcFamily,
      accept: {},
      listen: { path, backlog: local.options.backlog, exclusive: true },
      local,
      watcher,
      endpointOf: () => endpoint,
      release,
    });
  } catch (cause) {
    if (cause instanceof ZMQError) throw cause;
    throw bindError(codeOf(cause as NodeJS.ErrnoException, asked), endpoint, cause);
  }
}

/** libuv says EACCES where the system says ENOENT: that there is no such directory (uv_pipe_bind). */
function codeOf({ code = 'EINVAL' }: NodeJS.ErrnoException, path: string): string {
  if (code !== 'EACCES' || path.startsWith('\0')) return code;
  const directory = process.getBuiltinModule('node:path').dirname(path);
  return process.getBuiltinModule('node:fs').existsSync(directory) ? code : 'ENOENT';
}
