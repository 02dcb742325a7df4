import type { Malformed } from './malformed.js';
import type { Endpoint } from './types.js';

/**
 * How the endpoints of one protocol are written: what its transport brings. All is about the text behind `protocol://`,
 * and nothing is asked of the system.
 *
 * @example
 * ```ts
 * import { type EndpointGrammar, type InprocEndpoint, registerEndpointGrammar } from '@zeromq-ts/core/spi';
 *
 * const grammar: EndpointGrammar<InprocEndpoint> = {
 *   parse(name, malformed) {
 *     if (name === '') throw malformed('name', name, 'is missing', 'write one, as in "inproc://jobs"');
 *     return { protocol: 'inproc', name };
 *   },
 *   format: ({ name }) => name,
 * };
 * registerEndpointGrammar('inproc', grammar);
 * ```
 */
export interface EndpointGrammar<E extends Endpoint = Endpoint> {
  /**
   * Takes an address apart.
   *
   * @throws ZMQError `EINVAL`, which `malformed` makes, or a more fitting code.
   */
  parse(address: string, malformed: Malformed): E;
  /** The one text of an endpoint: what `parse` reads it from. */
  format(endpoint: E): string;
  /**
   * The same endpoint, when it can be bound. Default: every endpoint can.
   *
   * @param text How the caller wrote it, for the error.
   * @throws ZMQError `EINVAL` when it is for connections only.
   */
  forBind?(endpoint: E, text: string): E;
  /**
   * The same endpoint, when it can be connected to. Default: every endpoint can.
   *
   * @param text How the caller wrote it, for the error.
   * @throws ZMQError `EINVAL` when it is to be filled in by a bind.
   */
  forConnect?(endpoint: E, text: string): E;
  /** The endpoints to bind to, the first that is free, when one leaves a choice. Default, and `undefined`: it alone. */
  candidates?(endpoint: E): Iterable<E> | undefined;
}

/** An endpoint in parts, and its one text: it is parsed once and formatted once on its way from `bind` or `connect`. */
export interface ParsedEndpoint<E extends Endpoint = Endpoint> {
  readonly parsed: E;
  readonly text: string;
}
