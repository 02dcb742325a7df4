import type { Sender } from './sender.js';

/** In place of the sender of a socket that only receives: nothing waits, and nothing is to be done. */
export const NO_SENDS = {
  waiting: 0,
  begun: 0,
  awaited: 0,
  state: 'closed',
  writable() {},
  turnChanged() {},
  failNotBegun() {},
  fail() {},
  end() {},
  gateOf: () => undefined,
  drained: () => Promise.resolve(),
} satisfies Partial<Sender> as Partial<Sender> as Sender;
