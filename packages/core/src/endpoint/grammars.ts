import { checkArgumentCount } from '../errors/argument-count.js';
import { TRANSPORT_SEAM } from '../registry/seams.js';
import { sharedSlot } from '../registry/shared-slot.js';
import type { EndpointGrammar } from './endpoint-grammar.js';
import { INPROC_ENDPOINTS } from './inproc-endpoints.js';
import { IPC_ENDPOINTS } from './ipc-endpoints.js';
import { TCP_ENDPOINTS } from './tcp-endpoints.js';

/** Grammars by protocol. */
export interface Grammars {
  readonly protocols: readonly string[];
  of(protocol: string): EndpointGrammar | undefined;
}

/** The built-in grammars of endpoints. */
const BUILT_IN: Readonly<Record<string, EndpointGrammar>> = {
  tcp: TCP_ENDPOINTS,
  ipc: IPC_ENDPOINTS,
  inproc: INPROC_ENDPOINTS,
};

/** Their protocols, apart from them: a bundle that registers a grammar does not need those. */
const BUILT_IN_PROTOCOLS: readonly string[] = ['tcp', 'ipc', 'inproc'];

function registered(): Map<string, EndpointGrammar> {
  return sharedSlot(`core/endpoints-of-${TRANSPORT_SEAM}`, () => new Map());
}

/**
 * Makes the endpoints of a protocol known to `parseEndpoint` and `formatEndpoint`, for packages that bring a transport. An
 * engine knows those of its own transports without it.
 *
 * The first grammar of a protocol stays; those of tcp, ipc and inproc are there already.
 *
 * @example
 * ```ts
 * import { INPROC_ENDPOINTS, registerEndpointGrammar } from '@zeromq-ts/core/spi';
 *
 * registerEndpointGrammar('inproc', INPROC_ENDPOINTS);
 * ```
 */
export function registerEndpointGrammar(protocol: string, grammar: EndpointGrammar): void {
  checkArgumentCount('registerEndpointGrammar', arguments, 2);
  const grammars = registered();
  if (!BUILT_IN_PROTOCOLS.includes(protocol) && !grammars.has(protocol)) grammars.set(protocol, grammar);
}

/** Those of tcp, ipc and inproc, and those that are registered. */
export const KNOWN_GRAMMARS: Grammars = {
  get protocols() {
    return [...Object.keys(BUILT_IN), ...registered().keys()];
  },
  of: (protocol) => (Object.hasOwn(BUILT_IN, protocol) ? BUILT_IN[protocol] : registered().get(protocol)),
};

/** Those of an engine, by protocol, before those that are known without it. */
export function grammarsWith(own: ReadonlyMap<string, EndpointGrammar>): Grammars {
  return {
    get protocols() {
      return [...new Set([...own.keys(), ...KNOWN_GRAMMARS.protocols])];
    },
    of: (protocol) => own.get(protocol) ?? KNOWN_GRAMMARS.of(protocol),
  };
}

/** Those of an engine alone. */
export function grammarsOf(own: ReadonlyMap<string, EndpointGrammar>): Grammars {
  return { protocols: [...own.keys()], of: (protocol) => own.get(protocol) };
}
