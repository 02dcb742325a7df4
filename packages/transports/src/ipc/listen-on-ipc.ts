import type { IpcEndpoint, Listener, ListenerWatcher, LocalSocket } from '@zeromq-ts/core/spi';
import { formatEndpoint, ZMQError } from '@zeromq-ts/core/spi';
import { bindError } from '../stream/bind-errors.js';
import { listenOnStream } from '../stream/stream-listener.js';
import { claimPath } from './claimed-path.js';
import { ipcFamily } from './ipc-family.js';
import type { FixedAddress } from './socket-path.js';
import { socketPath } from './socket-path.js';
import { temporaryDirectory } from './temporary-directory.js';

/** @throws ZMQError when the system refuses, or when there is somebody or something else already. */
export async function listenOnIpc(
  { address }: IpcEndpoint,
  local: LocalSocket,
  watcher: ListenerWatcher,
): Promise<Listener> {
  if (address.kind !== 'wildcard') return listenOn(address, local, watcher);
  const directory = await temporaryDirectory();
  try {
    const path = process.getBuiltinModule('node:path').join(directory.path, 'socket');
    return await listenOn({ kind: 'pathname', path }, local, watcher, () => directory.remove());
  } catch (error) {
    directory.remove();
    throw error;
  }
}

async function listenOn(
  address: FixedAddress,
  local: LocalSocket,
  watcher: ListenerWatcher,
  removeDirectory?: () => void,
): Promise<Listener> {
  const endpoint = formatEndpoint({ protocol: 'ipc', address });
  const path = socketPath(address, endpoint);
  const claim = address.kind === 'pathname' ? await claimPath(path, endpoint) : undefined;
  try {
    const listener = await listenOnStream({
      family: ipcFamily,
      accept: {},
      listen: { path, backlog: local.options.backlog, exclusive: true },
      local,
      watcher,
      endpointOf: () => endpoint,
      release: () => {
        claim?.release();
        removeDirectory?.();
      },
    });
    claim?.bound();
    return listener;
  } catch (cause) {
    claim?.release();
    if (cause instanceof ZMQError) throw cause;
    throw bindError(codeOf(cause as NodeJS.ErrnoException, path), endpoint, cause);
  }
}

/** libuv says EACCES where the system says ENOENT: that there is no such directory (uv_pipe_bind). */
function codeOf({ code = 'EINVAL' }: NodeJS.ErrnoException, path: string): string {
  if (code !== 'EACCES' || path.startsWith('\0')) return code;
  const directory = process.getBuiltinModule('node:path').dirname(path);
  return process.getBuiltinModule('node:fs').existsSync(directory) ? code : 'ENOENT';
}
