import { describe, expect, it, onTestFinished } from 'vitest';
import type { ZMQSocket } from '../src/index.js';
import * as all from '../src/index.js';

/** Calls that are written wrong in ways that only the compiler would see. */
type Loose = Record<string, (...values: unknown[]) => unknown>;
type AnySocket = ZMQSocket & Loose;
type LooseClass = new (...values: unknown[]) => AnySocket;

const CLASSES = Object.entries(all).filter(
  ([name, value]) => typeof value === 'function' && value.prototype instanceof all.ZMQSocket && name !== 'ZMQSocket',
) as unknown as [string, LooseClass][];

/** These take any number of arguments. */
const VARIADIC = new Set(['subscribe', 'unsubscribe']);

function open(Class: LooseClass, ...values: unknown[]): ZMQSocket & Loose {
  const socket = new Class(...values);
  onTestFinished(() => socket.close({ linger: 0 }));
  return socket;
}

/** The names of all public methods, those of the base classes included. */
function methodsOf(Class: LooseClass): string[] {
  const names: string[] = [];
  for (
    let proto: object = Class.prototype;
    proto !== Object.prototype;
    proto = Object.getPrototypeOf(proto) as object
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(proto))) {
      if (typeof value === 'function' && name !== 'constructor') names.push(name);
    }
  }
  return [...new Set(names)];
}

/** What a call throws, or rejects with. */
async function failureOf(call: () => unknown): Promise<Error> {
  try {
    await call();
  } catch (error) {
    return error as Error;
  }
  throw new Error('It was accepted.');
}

const CALLS = CLASSES.flatMap(([name, Class]) =>
  methodsOf(Class)
    .filter((method) => !VARIADIC.has(method))
    .map((method) => ({ name, Class, method })),
);

it('knows all socket classes', () => {
  expect(CLASSES.map(([name]) => name).toSorted()).toHaveLength(11);
});

/** How many arguments each method takes: a new method has to be added here, and has to refuse more. */
const ACCEPTED: Readonly<Record<string, number>> = {
  addListener: 2,
  emit: 2,
  eventNames: 0,
  getMaxListeners: 0,
  listenerCount: 2,
  listeners: 1,
  prependListener: 2,
  prependOnceListener: 2,
  rawListeners: 1,
  removeAllListeners: 1,
  setMaxListeners: 1,
  bind: 1,
  bindSync: 1,
  close: 1,
  drain: 1,
  messages: 1,
  connect: 1,
  connected: 1,
  disconnect: 1,
  getOption: 1,
  hasSubscribers: 1,
  off: 2,
  on: 2,
  once: 2,
  receive: 1,
  removeListener: 2,
  request: 2,
  requestStats: 0,
  send: 2,
  setOption: 2,
  stats: 0,
  subscribed: 2,
  tryReceive: 0,
  trySend: 1,
  unbind: 1,
  whenReadable: 1,
  whenWritable: 1,
};

/** Where a class has a method that takes another number. */
const ACCEPTED_BY: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ZMQRouter: { connect: 2, send: 3, trySend: 2 },
  ZMQPublisher: { send: 3, trySend: 2 },
  ZMQXPublisher: { send: 3, trySend: 2 },
  ZMQSubscriber: { subscribed: 1 },
  ZMQXSubscriber: { subscribed: 1 },
};

describe('an argument too many', () => {
  it.each(CALLS)('is refused by $name.$method', async ({ name, Class, method }) => {
    const accepted = ACCEPTED_BY[name]?.[method] ?? ACCEPTED[method];
    if (accepted === undefined) throw new Error(`How many arguments does ${name}.${method} take?`);
    const given: unknown[] = Array.from({ length: accepted });
    const error = await failureOf(() => open(Class)[method]?.(...given, 'extra'));
    expect(error).toMatchObject({ code: 'EINVAL' });
    expect(error.message).toMatch(/takes (no argument|one argument|at most \d arguments); another one is "extra"\./);
  });

  it.each(CLASSES)('is refused by the constructor of %s', (name, Class) => {
    const some = name === 'ZMQSubscriber' ? [undefined, 't', {}] : [undefined, {}];
    expect(() => open(Class, ...some, 1)).toThrow(`${name} takes at most ${some.length} arguments; another one is 1.`);
    expect(() => open(Class, ...some, undefined)).not.toThrow();
  });

  it('that is undefined counts as not given', async () => {
    const push = open(all.ZMQPush as never) as Loose;
    const pull = open(all.ZMQPull as never) as Loose;
    pull['connect']?.('inproc://counted', undefined);
    await push['bind']?.('inproc://counted', undefined);
    await push['send']?.('x', undefined);
    expect(String((await pull['receive']?.({}, undefined)) as all.Message)).toBe('x');
  });

  it('of send and connect is answered with what to write', async () => {
    const push = open(all.ZMQPush as never) as Loose;
    const error = await failureOf(() => push['send']?.('a', 'b'));
    expect(error.message).toContain("send(['first', 'second'])");
    expect((await failureOf(() => push['send']?.('a', { timeOut: 5 }))).message).toContain('Do you mean timeout?');
    expect((await failureOf(() => push['trySend']?.('a', 'b'))).message).toContain('trySend takes one argument');
    for (const Class of [all.ZMQRouter, all.ZMQPublisher, all.ZMQXPublisher]) {
      const socket = open(Class as never) as Loose;
      for (const send of ['send', 'trySend']) {
        expect((await failureOf(() => socket[send]?.('a', 'b', 'c'))).message).toContain(
          'The frames of a body are one argument',
        );
        const { message } = await failureOf(() => socket[send]?.(['a', 'b'], { timeOut: 5 }));
        expect(message).toMatch(send === 'send' ? /Do you mean timeout\?/ : /trySend takes one argument/);
      }
    }
    const connect = await failureOf(() => push['connect']?.('inproc://peer', { routingId: 'srv' }));
    expect(connect.message).toContain('each peer chooses its own');
    expect(push['endpoint']).toBeNull();
  });
});

describe('an option that a call does not have', () => {
  const calls: [string, () => unknown, string][] = [
    ['receive', () => open(all.ZMQPull as never)['receive']?.({ timout: 50 }), 'timeout'],
    ['send', () => open(all.ZMQPush as never)['send']?.('x', { timout: 50 }), 'timeout'],
    ['receive of a duplex socket', () => open(all.ZMQPair as never)['receive']?.({ singal: 50 }), 'signal'],
    ['connected', () => (open(all.ZMQPull as never) as Loose)['connected']?.({ peer: 2 }), 'peers'],
    ['subscribed', () => open(all.ZMQPublisher as never)['subscribed']?.('t', { timeOut: 2 }), 'timeout'],
    ['request', () => open(all.ZMQRequest as never)['request']?.('x', { retrys: 2 }), 'retries'],
    ['request', () => open(all.ZMQRequest as never)['request']?.('x', { timout: 2 }), 'timeout'],
    ['close', () => (open(all.ZMQPush as never) as Loose)['close']?.({ linqer: 0 }), 'linger'],
    ['ZMQContext', () => new (all.ZMQContext as unknown as LooseClass)({ engin: 'zmtp' }), 'engine'],
    ['close of a context', () => new all.ZMQContext().close({ lingr: 0 } as never), 'linger'],
    ['a constructor', () => open(all.ZMQPush as never, undefined, { sendTimout: 5 }), 'sendTimeout'],
    ['a constructor', () => open(all.ZMQPush as never, undefined, { send_high_water_mark: 5 }), 'sendHighWaterMark'],
    ['a constructor', () => open(all.ZMQPush as never, undefined, { contxt: 5 }), 'context'],
  ];

  it.each(calls)('is refused by %s, with the name that was probably meant', async (_name, call, meant) => {
    const error = await failureOf(call);
    expect(error).toMatchObject({ code: 'EINVAL' });
    expect(error.message).toContain('There is no option "');
    expect(error.message).toContain(`Do you mean ${meant}?`);
    expect(error.message).toMatch(new RegExp(`(accepts|takes): .*\\b${meant}\\b`));
  });

  it.each([50, 'SIGTERM', null, [], AbortSignal.abort(), () => {}])('cannot be in %o', async (given) => {
    const push = open(all.ZMQPush as never);
    for (const call of ['close', 'connected']) {
      expect((await failureOf(() => push[call]?.(given))).message).toContain('Options are an object such as');
    }
    expect(push.closed).toBe(false);
  });

  it('is refused when it is inherited, and passed over when it is undefined', async () => {
    const pull = open(all.ZMQPull as never);
    const inherited = Object.create({ timout: 5 }) as object;
    expect((await failureOf(() => pull['receive']?.(inherited))).message).toContain('There is no option "timout"');
    expect(await failureOf(() => pull['receive']?.({ timout: undefined, timeout: 1 }))).toMatchObject({
      code: 'EAGAIN',
    });
  });

  it('is named as an option of sockets, if it is one, by a context', () => {
    expect(() => new all.ZMQContext({ linger: 0 } as never)).toThrow('linger is an option of sockets');
  });
});

describe('an option that is assigned', () => {
  it.each(CLASSES)('is an error of %s, which says what to do', (_name, Class) => {
    const socket = open(Class);
    for (const name of ['receiveTimeout', 'linger', 'mandatory', 'context', 'curveSecretKey']) {
      const assign = (): void => void Object.assign(socket, { [name]: 'secret' });
      expect(assign).toThrow(TypeError);
      expect(assign).toThrow(`${name} cannot be set to a string here. Options are given to the constructor`);
    }
  });

  it('is an error of a context', () => {
    expect(() => Object.assign(new all.ZMQContext(), { linger: 5 })).toThrow(TypeError);
  });

  it('leaves room for spies and for the fields of subclasses', () => {
    class Named extends all.ZMQPush {
      label = 'mine';
    }
    const socket = open(Named as never);
    expect(Object.assign(socket, { send: () => 'spied' }).send()).toBe('spied');
    expect(socket['label']).toBe('mine');
  });
});

describe('an event that there is not', () => {
  it('is refused with the name that was probably meant', () => {
    const pull = open(all.ZMQPull as never);
    for (const call of ['on', 'once', 'off']) {
      expect(() => pull[call]?.('conected', () => {})).toThrow('Do you mean connected?');
      expect(() => pull[call]?.('message', () => {})).toThrow('Messages are received with receive()');
    }
  });
});
