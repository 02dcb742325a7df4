import type { TestedTransport } from '@zeromq-ts/testing/conformance';

let names = 0;

/** `loop://` for the conformance suite. Its connections are not lost, and have no handshake of a mechanism. */
export const LOOP: TestedTransport = {
  protocol: 'loop',
  network: false,
  setup: () => ({ endpoint: () => `loop://conformance-${++names}` }),
};
