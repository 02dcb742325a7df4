import { type ListedEndpoint, parseEndpointList } from './endpoint-list.js';
import { type BindEndpoint, forBind } from './for-bind.js';
import { type ConnectEndpoint, forConnect } from './for-connect.js';
import { formatEndpoint } from './format-endpoint.js';
import { parseEndpoint } from './parse-endpoint.js';
import type { Endpoint, EndpointAction } from './types.js';

/**
 * How endpoints are written. A socket has it from its engine and imports no grammar itself, so that a bundle that
 * leaves the engine out leaves out the grammar, too.
 *
 * All but `format` throw a `ZMQError` `EINVAL` or `EPROTONOSUPPORT` that says which part is wrong.
 *
 * @example
 * ```ts
 * import { ENDPOINT_SYNTAX } from '@zeromq-ts/core/spi';
 *
 * const endpoint = ENDPOINT_SYNTAX.forConnect('tcp://[0:0::1]:5555');
 * console.log(ENDPOINT_SYNTAX.format(endpoint)); // tcp://[::1]:5555
 * ```
 */
export interface EndpointSyntax {
  /** Reads what the constructor of a socket takes: one endpoint or several, with prefixes. */
  list(value: string | readonly string[], defaultAction: EndpointAction): readonly ListedEndpoint[];
  /** Reads what `bind` takes. */
  forBind(text: string): BindEndpoint;
  /** Reads what `connect` takes. */
  forConnect(text: string): ConnectEndpoint;
  /** The one text of an endpoint that may be written in several ways. */
  canonical(text: string): string;
  /** Writes an endpoint. */
  format(endpoint: Endpoint): string;
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
export const ENDPOINT_SYNTAX: EndpointSyntax = {
  list: parseEndpointList,
  forBind: (text) => forBind(parseEndpoint(text), text),
  forConnect: (text) => forConnect(parseEndpoint(text), text),
  canonical: (text) => formatEndpoint(parseEndpoint(text)),
  format: formatEndpoint,
};
