import type { EndpointGrammar } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';

/** `loop://name`; `loop://*` binds to a name that is free. */
export interface LoopEndpoint {
  readonly protocol: 'loop';
  /** Undefined: one that is free. */
  readonly name: string | undefined;
}

declare module '@zeromq-ts/core' {
  interface EndpointKinds {
    readonly loop: LoopEndpoint;
  }
}

export const LOOP_ENDPOINTS: EndpointGrammar<LoopEndpoint> = {
  parse(name, malformed) {
    if (name === '*') return { protocol: 'loop', name: undefined };
    if (!/^[a-z0-9-]{1,64}$/.test(name)) {
      throw malformed('name', name, 'is not one', 'write 1 to 64 letters, digits or hyphens, as in "loop://jobs"');
    }
    return { protocol: 'loop', name };
  },

  format: ({ name }) => name ?? '*',

  forConnect(endpoint, text) {
    if (endpoint.name !== undefined) return endpoint;
    throw new ZMQError(
      'EINVAL',
      `Cannot connect to ${text}: the name * is for bind; write the one that bind returned.`,
      {
        endpoint: text,
      },
    );
  },
};
