import type { IpcEndpoint, Listener, ListenerEvents, LocalSocket, ParsedEndpoint } from '@zeromq-ts/core/spi';
import { formatEndpoint, onlyBind, ZMQError } from '@zeromq-ts/core/spi';
import { bindError } from '../stream/bind-errors.js';
import { canListenAtOnce, pathRefusal } from '../node/bound-handles.js';
import { listenOnPath, listenOnStream, type ListenSpec } from '../node/stream-listener.js';
import type { BoundPath } from './bind-path.js';
import { bindPath, bindPathNow } from './bind-path.js';
import { ipcFamily } from './ipc-protocol.js';
import { socketPath } from './socket-path.js';
import { temporaryPlace } from './temporary-place.js';

/** @throws ZMQError when the system refuses, or when the path is in use. */
export async function listenOnIpc(
  { parsed: { address }, text: endpoint }: ParsedEndpoint<IpcEndpoint>,
  local: LocalSocket,
  watcher: ListenerEvents,
): Promise<Listener> {
  if (address.kind === 'wildcard') {
    return inTemporaryPlace((path, at, release) =>
      listenAt(path, { endpoint: at, asked: path, local, watcher, release }),
    );
  }
  const asked = socketPath(address, endpoint);
  const request = { endpoint, asked, local, watcher };
  if (address.kind === 'abstract') return listenAt(asked, { ...request, release: () => {} });
  const taken: { path?: BoundPath<Listener> } = {};
  taken.path = await bindPath(asked, endpoint, {
    bind: (temporary) => listenAt(temporary, { ...request, release: () => taken.path?.release() }),
    unbind: (listener) => listener.close(),
  });
  return taken.path.bound;
}

/**
 * Listens before it returns, where there is nothing at the path.
 *
 * @throws ZMQError as {@link listenOnIpc}; `ENOTSUP` when there is a socket at the path, and where the runtime cannot do it.
 */
export function listenOnIpcSync(
  at: ParsedEndpoint<IpcEndpoint>,
  local: LocalSocket,
  watcher: ListenerEvents,
): Listener {
  const { address } = at.parsed;
  const { text: endpoint } = at;
  if (!canListenAtOnce()) throw onlyBind(at);
  if (address.kind === 'wildcard') {
    return inTemporaryPlace((path, real, release) =>
      listenNow(path, { endpoint: real, asked: path, local, watcher, release }),
    );
  }
  const asked = socketPath(address, endpoint);
  const request = { endpoint, asked, local, watcher };
  if (address.kind === 'abstract') return listenNow(asked, { ...request, release: () => {} });
  const taken: { path?: BoundPath<Listener> } = {};
  taken.path = bindPathNow(asked, endpoint, {
    bind: (temporary) => listenNow(temporary, { ...request, release: () => taken.path?.release() }),
    unbind: (listener) => listener.close(),
  });
  return taken.path.bound;
}

/** @param listen Listens at a path, which is an endpoint then. */
function inTemporaryPlace<T extends Listener | Promise<Listener>>(
  listen: (path: string, endpoint: string, release: () => void) => T,
): T {
  const place = temporaryPlace();
  const endpoint = formatEndpoint({ protocol: 'ipc', address: { kind: 'pathname', path: place.path } });
  try {
    const path = socketPath({ kind: 'pathname', path: place.path }, endpoint);
    const listener = listen(path, endpoint, () => place.remove());
    if (listener instanceof Promise) listener.catch(() => place.remove());
    return listener;
  } catch (error) {
    place.remove();
    throw error;
  }
}

interface ListenRequest {
  readonly endpoint: string;
  /** The path that was asked for, for error texts. */
  readonly asked: string;
  readonly local: LocalSocket;
  readonly watcher: ListenerEvents;
  readonly release: () => void;
}

async function listenAt(path: string, request: ListenRequest): Promise<Listener> {
  try {
    return await listenOnStream(listenSpec(path, request));
  } catch (cause) {
    if (cause instanceof ZMQError) throw cause;
    throw bindError(codeOf(cause as NodeJS.ErrnoException, request.asked), request.endpoint, cause);
  }
}

function listenNow(path: string, request: ListenRequest): Listener {
  const listener = listenOnPath(listenSpec(path, request));
  if (listener !== undefined) return listener;
  throw bindError(codeOf({ code: pathRefusal(path) }, request.asked), request.endpoint);
}

function listenSpec(path: string, { endpoint, local, watcher, release }: ListenRequest): ListenSpec {
  return {
    family: ipcFamily,
    accept: {},
    listen: { path, backlog: local.options.backlog, exclusive: true },
    local,
    watcher,
    endpointOf: () => endpoint,
    release,
  };
}

/** libuv says EACCES where the system says ENOENT: that there is no such directory (uv_pipe_bind). */
function codeOf({ code = 'EINVAL' }: Pick<NodeJS.ErrnoException, 'code'>, path: string): string {
  if (code !== 'EACCES' || path.startsWith('\0')) return code;
  const directory = process.getBuiltinModule('node:path').dirname(path);
  return process.getBuiltinModule('node:fs').existsSync(directory) ? code : 'ENOENT';
}
