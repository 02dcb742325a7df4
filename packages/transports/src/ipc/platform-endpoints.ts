import type { EndpointGrammar, EndpointSyntax, IpcEndpoint } from '@zeromq-ts/core/spi';
import { ENDPOINT_SYNTAX, endpointSyntax, IPC_ENDPOINTS, ZMQError } from '@zeromq-ts/core/spi';

/** Whether Node opens Unix domain sockets on a platform. On Windows, it takes their paths for names of pipes. */
export function hasUnixSockets(platform: NodeJS.Platform): boolean {
  return platform !== 'win32';
}

/** The grammar of `ipc://` on a platform: endpoints are refused where there are no Unix domain sockets (docs/decisions/ipc-on-windows.md). */
export function ipcEndpointsOn(platform: NodeJS.Platform): EndpointGrammar<IpcEndpoint> {
  if (hasUnixSockets(platform)) return IPC_ENDPOINTS;
  return { ...IPC_ENDPOINTS, forBind: refuse, forConnect: refuse };
}

/** All endpoints of a platform, for an engine that has the transports of this package. */
export function endpointsOn(platform: NodeJS.Platform): EndpointSyntax {
  if (hasUnixSockets(platform)) return ENDPOINT_SYNTAX;
  return endpointSyntax(new Map([['ipc', ipcEndpointsOn(platform)]]));
}

function refuse(_endpoint: IpcEndpoint, text: string): never {
  throw new ZMQError(
    'EPROTONOSUPPORT',
    `Cannot use ${text}: Node.js has no Unix domain sockets on Windows. Use tcp://127.0.0.1 between processes, or inproc:// within one.`,
    { endpoint: text },
  );
}
