import type { EndpointGrammar } from './endpoint-grammar.js';
import { parseInproc } from './parse-inproc.js';
import type { InprocEndpoint } from './types.js';

/** How `inproc://` endpoints are written. */
export const INPROC_ENDPOINTS: EndpointGrammar<InprocEndpoint> = {
  parse: parseInproc,
  format: ({ name }) => name,
};
