import type { EndpointGrammar, ParsedEndpoint } from './endpoint-grammar.js';
import { parseListWith } from './endpoint-list.js';
import { type BindEndpoint, forBindWith } from './for-bind.js';
import { type ConnectEndpoint, forConnectWith } from './for-connect.js';
import { formatWith } from './format-endpoint.js';
import { type Grammars, grammarsOf, grammarsWith, KNOWN_GRAMMARS } from './grammars.js';
import { parseWith } from './parse-endpoint.js';
import type { Endpoint, EndpointAction } from './types.js';

/** One endpoint that the constructor of a socket was given, what to do with it, and how it was written. */
export interface RequestedEndpoint {
  readonly action: EndpointAction;
  readonly endpoint: ParsedEndpoint;
  /** Without prefix and surrounding whitespace. */
  readonly given: string;
}

/**
 * How endpoints are written. A socket has it from its engine and imports no grammar itself, so that a bundle that
 * leaves the engine out leaves out the grammar, too.
 *
 * All but `candidates` throw a `ZMQError` `EINVAL` or `EPROTONOSUPPORT` that says which part is wrong.
 *
 * @example
 * ```ts
 * import { ENDPOINT_SYNTAX } from '@zeromq-ts/core/spi';
 *
 * console.log(ENDPOINT_SYNTAX.forConnect('tcp://[0:0::1]:5555').text); // tcp://[::1]:5555
 * ```
 */
export interface EndpointSyntax {
  /** Reads what the constructor of a socket takes: one endpoint or several, with prefixes. */
  list(value: string | readonly string[], defaultAction: EndpointAction): readonly RequestedEndpoint[];
  /** Reads what `bind` takes. */
  forBind(text: string): ParsedEndpoint<BindEndpoint>;
  /** Reads what `connect` takes. */
  forConnect(text: string): ParsedEndpoint<ConnectEndpoint>;
  /** The one text of an endpoint that may be written in several ways. */
  canonical(text: string): string;
  /** The endpoints to bind to, the first that is free, when one leaves a choice; `undefined` when it does not. */
  candidates(endpoint: ParsedEndpoint): Iterable<ParsedEndpoint> | undefined;
}

/**
 * The endpoints of {@link parseEndpoint}, with the prefixes and lists of CZMQ: for every engine that carries no others.
 *
 * @example
 * ```ts
 * import { ENDPOINT_SYNTAX } from '@zeromq-ts/core/spi';
 *
 * console.log(ENDPOINT_SYNTAX.canonical('tcp://*:0')); // tcp://*:*
 * ```
 */
export const ENDPOINT_SYNTAX: EndpointSyntax = /* @__PURE__ */ syntaxOf(KNOWN_GRAMMARS);

/**
 * The same for an engine with transports of its own.
 *
 * @param own Their grammars, by protocol. What they do not have is read as `ENDPOINT_SYNTAX` does, so that the socket can
 * say that its engine does not carry it.
 */
export function endpointSyntax(own: ReadonlyMap<string, EndpointGrammar>): EndpointSyntax {
  return syntaxOf(grammarsWith(own));
}

/**
 * The same without tcp and ipc, for engines where there are neither: a bundle with it leaves their grammars out.
 *
 * @param own Their grammars, by protocol. Every other protocol is unknown.
 */
export function endpointSyntaxOf(own: ReadonlyMap<string, EndpointGrammar>): EndpointSyntax {
  return syntaxOf(grammarsOf(own));
}

function syntaxOf(grammars: Grammars): EndpointSyntax {
  const withText = <E extends BindEndpoint | ConnectEndpoint>(parsed: E): ParsedEndpoint<E> => ({
    parsed,
    text: formatWith(grammars, parsed),
  });
  return {
    list: (value, defaultAction) =>
      parseListWith(grammars, value, defaultAction).map(({ action, endpoint, text }) => ({
        action,
        endpoint: withText(endpoint),
        given: text,
      })),
    forBind: (text) => withText(forBindWith(grammars, parseWith(grammars, text), text)),
    forConnect: (text) => withText(forConnectWith(grammars, parseWith(grammars, text), text)),
    canonical: (text) => formatWith(grammars, parseWith(grammars, text)),
    candidates({ parsed }) {
      const candidates = grammars.of(parsed.protocol)?.candidates?.(parsed);
      return candidates === undefined ? undefined : eachWithText(grammars, candidates);
    },
  };
}

function* eachWithText(grammars: Grammars, candidates: Iterable<Endpoint>): Iterable<ParsedEndpoint> {
  for (const parsed of candidates) yield { parsed, text: formatWith(grammars, parsed) };
}
