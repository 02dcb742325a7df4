import { describe, expect, it } from 'vitest';
import { ZMQContext, ZMQError, ZMQPush } from '../../src/index.js';
import { ALL_OPTIONS, optionsOf, SECURITY, type SocketType } from './all-options.js';

const LONGEST = 2 ** 31 - 1;
const notNumbers = ['1', null, true, {}, NaN];
const durations = { good: [0, 0.5, 100, LONGEST, Infinity], bad: [-1, -0.1, LONGEST + 1, ...notNumbers] };
const milliseconds = { good: [0, 1, LONGEST], bad: [-1, 0.5, LONGEST + 1, Infinity, ...notNumbers] };
const counts = { good: [0, 1, 1000, LONGEST], bad: [-1, 0.5, LONGEST + 1, Infinity, ...notNumbers] };
const byteCounts = { good: [0, 1, 2 ** 53 - 1], bad: [-1, 0.5, 2 ** 53, Infinity, ...notNumbers] };
const systemDefaults = { good: [-1, 1, LONGEST], bad: [0, -2, 0.5, LONGEST + 1, ...notNumbers] };
const booleans = { good: [true, false], bad: [0, 1, 'true', null, {}] };
const names = {
  good: ['a', 'x'.repeat(255), 'é', 'a\0', Uint8Array.of(1, 0, 255), Buffer.alloc(255, 1)],
  bad: [
    '',
    'x'.repeat(256),
    'é'.repeat(128),
    new Uint8Array(0),
    new Uint8Array(256),
    '\0a',
    Uint8Array.of(0, 1),
    1,
    null,
    ['a'],
    {},
  ],
};

interface OptionCase {
  readonly type: SocketType;
  readonly fallback: unknown;
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}

const cases: Readonly<Record<string, OptionCase>> = {
  sendHighWaterMark: { type: 'PUSH', fallback: 1000, ...counts },
  receiveHighWaterMark: { type: 'PULL', fallback: 1000, ...counts },
  copyFramesUpToBytes: { type: 'PUSH', fallback: 0, ...counts },
  sendHighWaterMarkBytes: { type: 'PUSH', fallback: 2 ** 26, ...byteCounts },
  receiveHighWaterMarkBytes: { type: 'PULL', fallback: 2 ** 26, ...byteCounts },
  maxIncomingBytes: { type: 'ROUTER', fallback: 2 ** 28, ...byteCounts },
  linger: { type: 'PUSH', fallback: 30_000, ...durations },
  sendTimeout: { type: 'PUSH', fallback: Infinity, ...durations },
  receiveTimeout: { type: 'PULL', fallback: Infinity, ...durations },
  peerTimeout: { type: 'PUSH', fallback: Infinity, ...durations },
  reconnectInterval: { type: 'PUSH', fallback: 100, ...durations },
  reconnectMaxInterval: { type: 'PUSH', fallback: 0, ...milliseconds },
  connectTimeout: { type: 'PUSH', fallback: 0, ...milliseconds },
  handshakeInterval: { type: 'PUSH', fallback: 30_000, ...milliseconds },
  heartbeatInterval: { type: 'PUSH', fallback: 0, ...milliseconds },
  heartbeatTimeout: { type: 'PUSH', fallback: undefined, ...milliseconds },
  heartbeatTimeToLive: {
    type: 'PUSH',
    fallback: 0,
    good: [0, 100, 6_553_599],
    bad: [6_553_600, -1, 0.5, Infinity, ...notNumbers],
  },
  immediate: { type: 'PUSH', fallback: false, ...booleans },
  maxMessageSize: {
    type: 'PULL',
    fallback: Infinity,
    good: [0, 1, 2 ** 31, 2 ** 53 - 1, Infinity],
    bad: [-1, 0.5, 2 ** 53, ...notNumbers],
  },
  backlog: { type: 'PULL', fallback: 100, good: [1, 100, LONGEST], bad: [0, -1, 0.5, Infinity, ...notNumbers] },
  ipv6: { type: 'PULL', fallback: false, ...booleans },
  tcpKeepalive: { type: 'PULL', fallback: -1, good: [-1, 0, 1], bad: [2, -2, true, ...notNumbers] },
  tcpKeepaliveCount: { type: 'PULL', fallback: -1, ...systemDefaults },
  tcpKeepaliveIdle: { type: 'PULL', fallback: -1, ...systemDefaults },
  tcpKeepaliveInterval: { type: 'PULL', fallback: -1, ...systemDefaults },
  sendBufferSize: { type: 'PULL', fallback: -1, ...systemDefaults },
  receiveBufferSize: { type: 'PULL', fallback: -1, ...systemDefaults },
  routingId: { type: 'DEALER', fallback: undefined, ...names },
  probeRouter: { type: 'REQ', fallback: false, ...booleans },
  correlate: { type: 'REQ', fallback: false, ...booleans },
  relaxed: { type: 'REQ', fallback: false, ...booleans },
  waitForTurn: { type: 'REP', fallback: false, ...booleans },
  mandatory: { type: 'ROUTER', fallback: false, ...booleans },
  handover: { type: 'ROUTER', fallback: false, ...booleans },
  conflate: { type: 'SUB', fallback: false, ...booleans },
  strategy: { type: 'PUSH', fallback: 'round-robin', good: ['round-robin', 'credit'], bad: ['free', '', null, true] },
  credit: { type: 'PULL', fallback: 0, good: [0, 1, 2 ** 20], bad: [-1, 0.5, 2 ** 20 + 1, Infinity, ...notNumbers] },
  invertMatching: { type: 'XSUB', fallback: false, ...booleans },
  maxSubscriptionBytes: { type: 'XPUB', fallback: 2 ** 28, ...byteCounts },
  lastValueCache: { type: 'XPUB', fallback: 0, ...byteCounts },
  lastValueCacheBytes: { type: 'PUB', fallback: 2 ** 26, ...byteCounts },
  noDrop: { type: 'PUB', fallback: false, ...booleans },
  verbosity: {
    type: 'XPUB',
    fallback: null,
    good: [null, 'allSubs', 'allSubsUnsubs'],
    bad: ['all', '', true, 1],
  },
  manual: { type: 'XPUB', fallback: false, ...booleans },
  welcomeMessage: {
    type: 'XPUB',
    fallback: undefined,
    good: ['', 'welcome', Uint8Array.of(1), 'x'.repeat(1000)],
    bad: [1, null, {}, ['a']],
  },
};

describe.each(Object.entries(cases))('the option %s', (name, { type, fallback, good, bad }) => {
  it('has the default of the contract', () => {
    expect(optionsOf(type, {})).toHaveProperty(name, fallback);
  });

  it('counts as not given when it is undefined', () => {
    expect(optionsOf(type, { [name]: undefined })).toHaveProperty(name, fallback);
  });

  it('accepts what it should', () => {
    for (const value of good) {
      const resolved = (optionsOf(type, { [name]: value }) as unknown as Record<string, unknown>)[name];
      if (name === 'routingId' || name === 'welcomeMessage') {
        expect(Buffer.from(resolved as Uint8Array)).toStrictEqual(Buffer.from(value as string));
      } else {
        expect(resolved).toBe(value);
      }
    }
  });

  it('refuses the rest, naming itself, the value and what it accepts', () => {
    for (const value of bad) {
      const failure = failureOf(() => optionsOf(type, { [name]: value }));
      expect(failure, `${name}: ${String(value)}`).toBeInstanceOf(ZMQError);
      expect(failure).toMatchObject({
        code: 'EINVAL',
        message: expect.stringMatching(`^${name} is .+; it accepts .+`),
      });
    }
  });
});

describe('the options of a socket', () => {
  it('are all in this table', () => {
    expect(Object.keys(cases).sort()).toStrictEqual(ALL_OPTIONS.filter((name) => !SECURITY.has(name)).sort());
  });

  it('are refused on a socket type that does not take them, naming those that do', () => {
    expect(failureOf(() => optionsOf('PULL', { mandatory: true }))).toMatchObject({
      code: 'EINVAL',
      message: expect.stringMatching(/mandatory.*ROUTER.*PULL/),
    });
  });

  it('are refused when there is no such option, with the one that was meant', () => {
    expect(failureOf(() => optionsOf('PULL', { Linger: 0 }))).toMatchObject({
      code: 'EINVAL',
      message: expect.stringMatching(/"Linger".*linger/),
    });
    expect(failureOf(() => optionsOf('PULL', { colour: 'red' }))).toMatchObject({
      code: 'EINVAL',
      message: expect.stringMatching(/"colour".*receiveHighWaterMark/),
    });
    expect(failureOf(() => optionsOf('PULL', { ['__proto__']: 1, constructor: 1 }))).toMatchObject({
      code: 'EINVAL',
    });
  });

  it('say that libzmq writes -1 for Infinity', () => {
    expect(failureOf(() => optionsOf('PULL', { linger: -1 }))).toMatchObject({
      message: expect.stringContaining('write Infinity'),
    });
  });

  it('copy the bytes of a routing id', () => {
    const routingId = Uint8Array.of(1, 2, 3);
    const resolved = optionsOf('DEALER', { routingId });
    routingId[0] = 9;
    expect([...(resolved.routingId as Uint8Array)]).toStrictEqual([1, 2, 3]);
  });

  it.each([null, 1, 'linger', [], () => {}])('are an object, not %s', (options) => {
    expect(() => new ZMQPush(undefined, options as never)).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  });

  it.each([
    ['context', {}],
    ['context', null],
    ['engine', 1],
    ['engine', null],
    ['engine', ''],
    ['engine', {}],
  ])('refuse a wrong %s', (name, value) => {
    expect(() => new ZMQPush(undefined, { [name]: value })).toThrow(
      expect.objectContaining({ code: 'EINVAL', message: expect.stringMatching(`^${name} is `) }),
    );
  });

  it('leave no socket behind in the context when they are wrong', () => {
    const context = new ZMQContext();
    expect(() => new ZMQPush('tcp://nowhere', { context })).toThrow(ZMQError);
    expect(context.size).toBe(0);
  });
});

function failureOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}
