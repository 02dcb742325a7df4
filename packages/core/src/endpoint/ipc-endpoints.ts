import { showValue } from '../errors/show-value.js';
import { ZMQError } from '../errors/zmq-error.js';
import type { EndpointGrammar } from './endpoint-grammar.js';
import { parseIpc } from './parse-ipc.js';
import type { IpcEndpoint } from './types.js';

/** How `ipc://` endpoints are written. */
export const IPC_ENDPOINTS: EndpointGrammar<IpcEndpoint> = {
  parse: parseIpc,

  format({ address }) {
    switch (address.kind) {
      case 'pathname':
        return address.path;
      case 'abstract':
        return `@${address.name}`;
      case 'wildcard':
        return '*';
    }
  },

  forConnect(endpoint, text) {
    if (endpoint.address.kind !== 'wildcard') return endpoint;
    throw new ZMQError(
      'EINVAL',
      `Cannot connect to ${showValue(text)}: the path * is for bind; write the path that bind resolved to.`,
      { endpoint: text },
    );
  },
};
