import type { Endpoint, EndpointSyntax } from '@zeromq-ts/core/spi';
import { ENDPOINT_SYNTAX, ZMQError } from '@zeromq-ts/core/spi';

/** Whether Node opens Unix domain sockets on a platform. On Windows, it takes their paths for names of pipes. */
export function hasUnixSockets(platform: NodeJS.Platform): boolean {
  return platform !== 'win32';
}

/** The endpoints of a platform: `ipc://` is refused where there are no Unix domain sockets (docs/decisions/ipc-on-windows.md). */
export function endpointsOn(platform: NodeJS.Platform): EndpointSyntax {
  if (hasUnixSockets(platform)) return ENDPOINT_SYNTAX;
  return {
    ...ENDPOINT_SYNTAX,
    list: (value, defaultAction) => {
      const listed = ENDPOINT_SYNTAX.list(value, defaultAction);
      for (const { endpoint, text } of listed) refuseIpc(endpoint, text);
      return listed;
    },
    forBind: (text) => refuseIpc(ENDPOINT_SYNTAX.forBind(text), text),
    forConnect: (text) => refuseIpc(ENDPOINT_SYNTAX.forConnect(text), text),
  };
}

function refuseIpc<E extends Endpoint>(endpoint: E, text: string): E {
  if (endpoint.protocol !== 'ipc') return endpoint;
  throw new ZMQError(
    'EPROTONOSUPPORT',
    `Cannot use ${text}: Node.js has no Unix domain sockets on Windows. Use tcp://127.0.0.1 between processes, or inproc:// within one.`,
    { endpoint: text },
  );
}
