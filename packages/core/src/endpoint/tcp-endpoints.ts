import { showValue } from '../errors/show-value.js';
import { ZMQError } from '../errors/zmq-error.js';
import type { EndpointGrammar } from './endpoint-grammar.js';
import { formatTcp } from './format-tcp.js';
import { parseTcp } from './parse-tcp.js';
import { candidatePorts } from './ports.js';
import type { TcpEndpoint, TcpPort } from './types.js';

/** How `tcp://` endpoints are written. */
export const TCP_ENDPOINTS: EndpointGrammar<TcpEndpoint> = {
  parse: parseTcp,
  format: formatTcp,

  forBind(endpoint, text) {
    const { source, ...bare } = endpoint;
    if (source === undefined) return bare;
    throw new ZMQError(
      'EINVAL',
      `Cannot bind to ${showValue(text)}: a source address is for connect; to bind, write ${showValue(`tcp://${formatTcp(bare)}`)}.`,
      { endpoint: text },
    );
  },

  forConnect(endpoint, text) {
    const { host, port } = endpoint;
    if (host.kind === 'any') throw refuse(endpoint, text, 'the host *', 'write the host to connect to');
    if (port.kind !== 'fixed') {
      throw refuse(endpoint, text, `the port ${NAMES[port.kind]}`, 'write the number that bind resolved to');
    }
    return endpoint;
  },

  candidates(endpoint) {
    const { port } = endpoint;
    return port.kind === 'range' || port.kind === 'random' ? onePortEach(endpoint, port) : undefined;
  },
};

const NAMES: Record<Exclude<TcpPort['kind'], 'fixed'>, string> = { any: '* or 0', random: '!', range: 'range' };

function refuse(endpoint: TcpEndpoint, text: string, what: string, remedy: string): ZMQError {
  const example = showValue(`tcp://${formatTcp(exampleFor(endpoint))}`);
  return new ZMQError(
    'EINVAL',
    `Cannot connect to ${showValue(text)}: ${what} is for bind; ${remedy}, as in ${example}.`,
    { endpoint: text },
  );
}

/** The same endpoint with its wildcards filled in. */
function exampleFor({ host, port, ...rest }: TcpEndpoint): TcpEndpoint {
  return {
    ...rest,
    host: host.kind === 'any' ? { kind: 'name', name: 'localhost' } : host,
    port: port.kind === 'fixed' ? port : { kind: 'fixed', number: port.kind === 'range' ? port.first : 5555 },
  };
}

function* onePortEach(endpoint: TcpEndpoint, port: TcpPort): Generator<TcpEndpoint, void, undefined> {
  for (const number of candidatePorts(port)) yield { ...endpoint, port: { kind: 'fixed', number } };
}
