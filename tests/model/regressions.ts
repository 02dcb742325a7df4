import type { EndpointPlan, Scenario, SocketOptions, SocketPlan, Step } from './scenario.js';
import type { PatternPlan } from './patterns.js';
import { PATTERNS } from './patterns.js';

const BOUND_BY_LEFT: readonly EndpointPlan[] = [{ boundBy: 'left', proxied: false }];
const BOUND_BY_RIGHT: readonly EndpointPlan[] = [{ boundBy: 'right', proxied: false }];

/** Sockets of the engine zmtp, the one on the left first. */
function sockets(pattern: string, left: SocketOptions, ...right: readonly SocketOptions[]): SocketPlan[] {
  const types = PATTERNS[pattern] as PatternPlan;
  return [
    { side: 'left', type: types.left, engine: 'zmtp', options: left },
    ...right.map((options): SocketPlan => ({ side: 'right', type: types.right, engine: 'zmtp', options })),
  ];
}

const opened: readonly Step[] = [
  { do: 'open', who: 0 },
  { do: 'open', who: 1 },
];

/**
 * Sequences in which the model found a fault, made smaller. The title says what must hold. They are replayed as they are,
 * and nothing else is added here: a behaviour that deserves words, or a row in docs/compat.md, has its test in
 * tests/conformance, which asks more of it. A sequence that such a test repeats, between the same engines and over the
 * same transports, is not kept: those of `waiting-sends`, `leaving-peers` and `leaving-an-iteration` are not.
 */
export const REGRESSIONS: Readonly<Record<string, Scenario>> = {
  'with noDrop, a send does not wait for an endpoint that was disconnected': {
    pattern: 'pub-sub',
    transport: 'ipc',
    sockets: sockets('pub-sub', { noDrop: true }, {}),
    endpoints: BOUND_BY_RIGHT,
    steps: [
      ...opened,
      { do: 'connect', who: 0, at: 0 },
      { do: 'subscribe', who: 1, topic: '' },
      { do: 'bind', who: 1, at: 0 },
      { do: 'settle' },
      { do: 'disconnect', who: 0, at: 0 },
      { do: 'send', who: 0, count: 1, bytes: 10, topic: 'AB' },
    ],
  },
  'a peer that closes takes no more than it had taken': {
    pattern: 'push-pull',
    transport: 'ipc',
    sockets: sockets('push-pull', {}, {}),
    endpoints: BOUND_BY_LEFT,
    steps: [
      ...opened,
      { do: 'bind', who: 0, at: 0 },
      { do: 'connect', who: 1, at: 0 },
      { do: 'send', who: 0, count: 60, bytes: 60_000 },
      { do: 'settle' },
      { do: 'close', who: 1, linger: 30_000 },
    ],
  },
  'a peer that has closed does not go on taking from a socket that is at its receive mark': {
    pattern: 'pair-pair',
    transport: 'ipc',
    sockets: sockets('pair-pair', { receiveHighWaterMark: 2 }, {}),
    endpoints: BOUND_BY_LEFT,
    steps: [
      ...opened,
      { do: 'bind', who: 0, at: 0 },
      { do: 'connect', who: 1, at: 0 },
      { do: 'send', who: 1, count: 3, bytes: 10 },
      { do: 'close', who: 1, linger: 30_000 },
      { do: 'send', who: 0, count: 100, bytes: 60_000 },
    ],
  },
  'requests of a relaxed REQ that wait together do not get the answers to each other': {
    pattern: 'req-rep',
    transport: 'inproc',
    sockets: sockets('req-rep', { relaxed: true }, {}),
    endpoints: BOUND_BY_RIGHT,
    steps: [
      { do: 'open', who: 0 },
      { do: 'send', who: 0, count: 1, bytes: 10 },
      { do: 'send', who: 0, count: 1, bytes: 10 },
      { do: 'connect', who: 0, at: 0 },
    ],
  },
  'a request that a disconnect takes back is counted': {
    pattern: 'req-rep',
    transport: 'ipc',
    sockets: sockets('req-rep', {}, {}),
    endpoints: BOUND_BY_RIGHT,
    steps: [
      { do: 'open', who: 0, id: 'anna' },
      { do: 'connect', who: 0, at: 0 },
      { do: 'send', who: 0, count: 1, bytes: 10, attempt: true },
      { do: 'disconnect', who: 0, at: 0 },
    ],
  },
  'of what is sent in one turn to a peer that has gone, only what the system may have taken is not counted': {
    pattern: 'pair-pair',
    transport: 'ipc',
    sockets: sockets('pair-pair', {}, { receiveHighWaterMark: 1 }),
    endpoints: BOUND_BY_RIGHT,
    steps: [
      ...opened,
      { do: 'connect', who: 0, at: 0 },
      { do: 'bind', who: 1, at: 0 },
      { do: 'settle' },
      { do: 'send', who: 0, count: 1, bytes: 10 },
      { do: 'close', who: 0, linger: 0 },
      { do: 'send', who: 1, count: 100, bytes: 60_000 },
    ],
  },
  'a relaxed REQ asks again although the connection that it gives up is about to be lost': {
    pattern: 'req-router',
    transport: 'ipc',
    sockets: sockets('req-router', { relaxed: true }, {}),
    endpoints: BOUND_BY_RIGHT,
    steps: [
      ...opened,
      { do: 'connect', who: 0, at: 0 },
      { do: 'bind', who: 1, at: 0 },
      { do: 'settle' },
      { do: 'send', who: 0, count: 1, bytes: 10 },
      { do: 'close', who: 1, linger: 30_000 },
      { do: 'send', who: 0, count: 1, bytes: 10 },
    ],
  },
};
