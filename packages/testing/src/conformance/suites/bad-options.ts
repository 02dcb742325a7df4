import { createSocket, setDefaultEngine } from '@zeromq-ts/core';
import { expect } from 'vitest';
import type { SocketTypeName, TestOptions } from '../socket-classes.js';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, expectRefusal, failure, receiveTexts } from '../waiting.js';

const DURATIONS = ['linger', 'sendTimeout', 'receiveTimeout', 'reconnectInterval'];
const INTERVALS = [
  'reconnectMaxInterval',
  'connectTimeout',
  'handshakeInterval',
  'heartbeatInterval',
  'heartbeatTimeout',
  'heartbeatTimeToLive',
];
const MARKS = ['sendHighWaterMark', 'receiveHighWaterMark'];
const LIMITS = ['sendHighWaterMarkBytes', 'receiveHighWaterMarkBytes', 'maxIncomingBytes'];
const SYSTEM = ['tcpKeepaliveCount', 'tcpKeepaliveIdle', 'tcpKeepaliveInterval', 'sendBufferSize', 'receiveBufferSize'];

/** Values that no number option takes. */
const NO_NUMBERS: readonly unknown[] = [-2, Number.NaN, '5', null, true, {}, 2 ** 40];

const BAD: readonly (readonly [type: SocketTypeName, name: string, values: readonly unknown[]])[] = [
  ...[...DURATIONS, ...INTERVALS].map((name) => ['PUSH', name, [-1, -Infinity, ...NO_NUMBERS]] as const),
  ...MARKS.map((name) => ['PUSH', name, [-1, 1.5, Infinity, ...NO_NUMBERS]] as const),
  ...LIMITS.map((name) => ['PUSH', name, [-1, 1.5, Infinity, '5', null, 2 ** 53]] as const),
  ['PUB', 'maxSubscriptionBytes', [-1, 1.5, Infinity, '5', null]],
  ...SYSTEM.map((name) => ['PUSH', name, [0, 1.5, ...NO_NUMBERS]] as const),
  ['PUSH', 'maxMessageSize', [-1, 1.5, Number.NaN, '5', null]],
  ['PUSH', 'backlog', [0, -1, 1.5, '5', null]],
  ['PUSH', 'immediate', [1, 0, 'true', null]],
  ['PUSH', 'ipv6', [1, 'yes', null]],
  ['PUSH', 'conflate', [1, 'yes', null]],
  ['PUSH', 'tcpKeepalive', [2, true, '1', null]],
  ['DEALER', 'routingId', ['', new Uint8Array(0), 'x'.repeat(256), new Uint8Array(256), 5, null, ['a']]],
  ['ROUTER', 'routingId', ['\0', '\0a', Uint8Array.of(0), Uint8Array.of(0, 1)]],
  ['DEALER', 'probeRouter', [1, 'yes', null]],
  ['REQ', 'correlate', [1, null]],
  ['REQ', 'relaxed', [1, null]],
  ['REQ', 'waitForTurn', [1, null]],
  ['REP', 'waitForTurn', ['yes']],
  ['ROUTER', 'mandatory', [1, 'yes', null]],
  ['ROUTER', 'handover', [1, 'yes', null]],
  ['XPUB', 'verbosity', ['verbose', true, 1]],
  ['XPUB', 'manual', [1, null]],
  ['XPUB', 'noDrop', [1, null]],
  ['XPUB', 'welcomeMessage', [5, null, {}]],
  ['SUB', 'invertMatching', [1, null]],
  ['PUSH', 'context', [{}, null, 'default', 5]],
  ['PUSH', 'engine', ['', 5, null, {}, 'nosuchengine']],
];

/** Options of one socket type given to another. */
const OF_OTHERS: readonly (readonly [type: SocketTypeName, name: string, value: unknown])[] = [
  ['PUSH', 'routingId', 'a'],
  ['PUB', 'probeRouter', true],
  ['REP', 'correlate', true],
  ['DEALER', 'relaxed', true],
  ['DEALER', 'waitForTurn', true],
  ['DEALER', 'mandatory', true],
  ['REQ', 'handover', true],
  ['REQ', 'conflate', true],
  ['PUB', 'manual', true],
  ['SUB', 'noDrop', true],
  ['PUB', 'verbosity', 'allSubs'],
  ['PUB', 'welcomeMessage', 'hello'],
  ['PUSH', 'invertMatching', true],
];

const GOOD: readonly (readonly [type: SocketTypeName, options: TestOptions])[] = [
  [
    'PUSH',
    {
      sendHighWaterMark: 0,
      receiveHighWaterMark: 1,
      linger: Infinity,
      sendTimeout: 0,
      receiveTimeout: Infinity,
      reconnectInterval: 0,
      reconnectMaxInterval: 1000,
      connectTimeout: 500,
      handshakeInterval: 0,
      heartbeatInterval: 1000,
      heartbeatTimeout: 2000,
      heartbeatTimeToLive: 3000,
      immediate: true,
      maxMessageSize: 10_000_000,
      backlog: 1,
      ipv6: false,
      tcpKeepalive: 1,
      tcpKeepaliveCount: 3,
      tcpKeepaliveIdle: 60,
      tcpKeepaliveInterval: 5,
      sendBufferSize: 65_536,
      receiveBufferSize: 65_536,
      conflate: false,
    },
  ],
  ['PUSH', { linger: 0, maxMessageSize: Infinity, tcpKeepalive: -1, tcpKeepaliveIdle: -1, sendBufferSize: -1 }],
  ['PUSH', { linger: 12.5, sendTimeout: 0.5 }],
  ['REQ', { routingId: 'a', probeRouter: false, correlate: true, relaxed: true }],
  ['REP', { routingId: Uint8Array.of(1, 2, 3) }],
  ['DEALER', { routingId: 'x'.repeat(255), probeRouter: true, conflate: true }],
  ['ROUTER', { routingId: 'r', mandatory: true, handover: true, probeRouter: true }],
  ['PUB', { noDrop: true, invertMatching: true, conflate: true }],
  ['SUB', { conflate: true, invertMatching: true, topics: 'a' }],
  ['XPUB', { verbosity: 'allSubs', manual: true, noDrop: true, welcomeMessage: 'hello' }],
  ['XPUB', { verbosity: null, welcomeMessage: Uint8Array.of(1) }],
  ['XSUB', { invertMatching: true }],
];

/** Options that are wrong are EINVAL, name the option, and create nothing. */
export function badOptions(suite: Suite): void {
  for (const [type, name, values] of BAD) {
    suite.it(`B-123 ${type}: wrong values of ${name} are EINVAL and named`, async (scope) => {
      for (const value of values) {
        const error = await expectRefusal(() => scope.binding(type, { [name]: value }), 'EINVAL');
        expect(error.message, String(value)).toContain(name === 'engine' ? 'engine' : name);
      }
    });
  }

  suite.it('B-012 -1 is refused for a duration, and the text says that Infinity is meant', async (scope) => {
    await expectRefusal(() => scope.binding('PUSH', { linger: -1 }), 'EINVAL', /Infinity/);
  });

  for (const [type, name, value] of OF_OTHERS) {
    suite.it(`${name} is no option of a ${type}: EINVAL`, async (scope) => {
      const error = await expectRefusal(() => scope.binding(type, { [name]: value }), 'EINVAL');
      expect(error.message).toContain(name);
      expect(error.message).toContain(type);
    });
  }

  suite.it('an option that there is not is EINVAL, and the one that is meant is named', async (scope) => {
    await expectRefusal(() => scope.binding('PUSH', { sendHWM: 5 } as TestOptions), 'EINVAL', /sendHWM/);
    await expectRefusal(() => scope.binding('PUSH', { Linger: 5 } as TestOptions), 'EINVAL', /mean linger/);
    await expectRefusal(() => scope.binding('PUSH', { constructor: 5 } as never), 'EINVAL', /constructor/);
  });

  suite.it('an option that is undefined counts as not given', async (scope) => {
    const socket = scope.binding('PUSH', { linger: undefined, context: undefined } as unknown as TestOptions);
    await socket.ready;
  });

  suite.it('B-019 options that have no effect on an engine are warned of, each by its name', async (scope) => {
    const given: Partial<Record<string, number>> = { tcpKeepaliveCount: 3, tcpKeepaliveInterval: 5 };
    for (const options of [{}, given, { sendBufferSize: 65_536, receiveBufferSize: 65_536, ...given }]) {
      const warnings: string[] = [];
      const socket = scope.binding('PUSH', options);
      socket.on('warning', ({ reason }) => warnings.push(reason));
      await socket.ready;
      const names = scope.pair.binder.capabilities.systemOptions ? [] : Object.keys(options);
      expect(warnings).toHaveLength(names.length === 0 ? 0 : 1);
      for (const name of names) expect(warnings[0]).toContain(name);
    }
  });

  suite.it('B-019 limits in bytes have no effect on an engine that has none, which warns of them', async (scope) => {
    const options = {
      maxIncomingBytes: 5,
      maxSubscriptionBytes: 0,
      receiveHighWaterMarkBytes: 5,
      sendHighWaterMarkBytes: 0,
    };
    const warnings: string[] = [];
    const socket = scope.binding('XPUB', options);
    socket.on('warning', ({ reason }) => warnings.push(reason));
    await socket.ready;
    const names = scope.pair.binder.capabilities.byteLimits ? [] : Object.keys(options);
    expect(warnings).toHaveLength(names.length === 0 ? 0 : 1);
    for (const name of names) expect(warnings[0]).toContain(name);
  });

  for (const [type, options] of GOOD) {
    suite.over('tcp', `${type} takes ${Object.keys(options).join(', ')}, and binds with them`, async (scope) => {
      const socket = scope.binding(type, options);
      await socket.bind('tcp://127.0.0.1:*');
      socket.connect(await scope.endpoint());
    });
  }

  suite.over('tcp', 'messages pass with all the options of tcp', async (scope) => {
    const options = GOOD[0]?.[1] ?? {};
    const push = scope.connecting('PUSH', { ...options, sendTimeout: 1000, linger: 0 });
    const pull = scope.binding('PULL', { ...options, linger: 0 });
    await scope.join(pull, push);
    await push.send('through');
    expect(await receiveTexts(pull)).toEqual(['through']);
  });

  suite.it('wrong options of receive are EINVAL, and take no message', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    await left.send('kept');
    for (const options of WRONG_WAITS) await expectRefusal(right.receive(options as never), 'EINVAL');
    expect(await receiveTexts(right)).toEqual(['kept']);
  });

  suite.it('wrong options of connected, subscribed and close are EINVAL', async (scope) => {
    const pub = scope.binding('PUB');
    for (const options of WRONG_WAITS) {
      await expectRefusal(pub.connected(options as never), 'EINVAL');
      await expectRefusal(pub.subscribed('a', options as never), 'EINVAL');
    }
    for (const peers of [-1, 1.5, Number.NaN, '1']) {
      await expectRefusal(pub.connected({ peers } as never), 'EINVAL', /peers/);
    }
    for (const linger of [-1, Number.NaN, '1', {}]) {
      await expectRefusal(pub.close({ linger } as never), 'EINVAL', /linger/);
    }
    expect(pub.closed).toBe(false);
    await pub.bind(await scope.endpoint());
  });

  for (const topic of [5, null, {}, ['a'], true]) {
    suite.it(`${JSON.stringify(topic)} is no topic: TypeError, and nothing is subscribed to`, async (scope) => {
      const sub = scope.connecting('SUB');
      const pub = scope.binding('PUB');
      expect(await failure(() => sub.subscribe('good', topic as never))).toBeInstanceOf(TypeError);
      expect(await failure(() => sub.unsubscribe(topic as never))).toBeInstanceOf(TypeError);
      expect(await failure(pub.subscribed(topic as never))).toBeInstanceOf(TypeError);
      if (!Array.isArray(topic)) {
        expect(await failure(() => scope.connecting('SUB', { topics: topic as never }))).toBeInstanceOf(TypeError);
      }
      expect(await failure(() => scope.connecting('SUB', { topics: [topic] as never }))).toBeInstanceOf(TypeError);
      await scope.join(pub, sub);
      // It still has its implicit "everything".
      await pub.subscribed('anything', { timeout: EVENT_TIMEOUT_MS });
    });
  }

  suite.it('an event that there is not, and a listener that is none, are EINVAL', async (scope) => {
    const socket = scope.binding('PUSH');
    for (const member of ['on', 'once', 'off'] as const) {
      await expectRefusal(() => socket[member]('connect' as never, () => {}), 'EINVAL', /"connect".*connected/);
      await expectRefusal(() => socket[member](5 as never, () => {}), 'EINVAL');
      await expectRefusal(() => socket[member]('connected', undefined as never), 'EINVAL', /function/);
    }
    socket.off('connected', () => {});
  });

  suite.it('createSocket makes every type by its name, and refuses what is none', async (scope) => {
    const pair = createSocket('PAIR', undefined, { engine: scope.pair.binder.engine });
    expect(pair.type).toBe('PAIR');
    await pair.close();
    for (const type of ['NOPE', 'pair', '', 5, undefined, null]) {
      await expectRefusal(() => createSocket(type as 'PAIR'), 'EINVAL', /PAIR/);
    }
  });

  suite.it('setDefaultEngine chooses the engine of sockets that name none, and refuses what is none', async (scope) => {
    const { name } = scope.pair.binder;
    setDefaultEngine(name);
    scope.defer(() => setDefaultEngine(undefined));
    const pair = createSocket('PAIR');
    expect(pair.engine).toBe(name);
    await pair.close();
    for (const engine of ['', 5, {}, null]) await expectRefusal(() => setDefaultEngine(engine as never), 'EINVAL');
    setDefaultEngine('nosuchengine');
    await expectRefusal(() => createSocket('PAIR'), 'EINVAL', /nosuchengine/);
  });
}

const WRONG_WAITS: readonly unknown[] = [
  null,
  5,
  'soon',
  { timeout: -1 },
  { timeout: Number.NaN },
  { timeout: '10' },
  { timeout: null },
  { signal: {} },
  { signal: null },
];
