import * as ours from '@zeromq-ts/zeromq';
import * as theirs from 'zeromq';
import { expect, it } from 'vitest';

type All = typeof ours;

/**
 * What the calls have made. The npm package does not keep a socket whose bind is under way: collected before it is over, it is
 * a segmentation fault of the process.
 */
const made: object[] = [];

/** The package, with classes that keep what they make. */
function keeping(all: All): All {
  return new Proxy(all, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return new Proxy(member, {
        construct(type, args) {
          const instance = Reflect.construct(type, args) as object;
          made.push(instance);
          return instance;
        },
      });
    },
  });
}

function closed<S extends ours.Socket>(socket: S): S {
  socket.close();
  return socket;
}

/** The same calls on either package: what each throws, or rejects with. */
const CALLS: Readonly<Record<string, (all: All) => unknown>> = {
  'bind without an address': (all) => (new all.Dealer() as unknown as { bind(): void }).bind(),
  'bind with two addresses': (all) => (new all.Dealer() as unknown as { bind(...all: string[]): void }).bind('a', 'b'),
  'bind to what is no endpoint': (all) => new all.Dealer().bind('foo-bar'),
  'bind to an unknown protocol': (all) => new all.Dealer().bind('foo://bar'),
  'bind to an address that is in use': async (all) => {
    const first = new all.Dealer();
    await first.bind('tcp://127.0.0.1:*');
    const address = first.lastEndpoint as string;
    try {
      await new all.Dealer().bind(address);
    } catch (error) {
      expect((error as { address: string }).address).toBe(address);
      delete (error as { address?: string }).address;
      throw error;
    } finally {
      first.close();
    }
  },
  'unbind what is not bound': (all) => new all.Dealer().unbind('tcp://127.0.0.1:5555'),
  'connect to what is no endpoint': (all) => new all.Dealer().connect('foo-bar'),
  'connect to an unknown protocol': (all) => new all.Dealer().connect('foo://bar'),
  'disconnect what is not connected': (all) => new all.Dealer().disconnect('tcp://127.0.0.1:5555'),
  'send without a message': (all) => (new all.Dealer() as unknown as { send(): void }).send(),
  'send on a closed socket': (all) => {
    const dealer = new all.Dealer();
    dealer.close();
    return dealer.send('x');
  },
  'receive on a closed socket': (all) => {
    const dealer = new all.Dealer();
    dealer.close();
    return dealer.receive();
  },
  'send with a timeout': (all) => new all.Push({ sendTimeout: 1 }).send('x'),
  'receive with a timeout': (all) => new all.Pull({ receiveTimeout: 1 }).receive(),
  'receive with a timeout of 0': (all) => new all.Pull({ receiveTimeout: 0 }).receive(),
  'receive out of turn': (all) => new all.Request({ receiveTimeout: 1 }).receive(),
  'two receives at once': (all) => {
    const pull = new all.Pull({ receiveTimeout: 1 });
    pull.receive().catch(() => {});
    return pull.receive();
  },
  'two binds at once': async (all) => {
    const pull = new all.Pull();
    const first = pull.bind('inproc://first');
    try {
      await pull.bind('inproc://second');
    } finally {
      await first;
    }
  },
  'a send while a bind is under way': async (all) => {
    const push = new all.Push();
    const bound = push.bind('inproc://sending');
    try {
      return push.send('x');
    } finally {
      await bound;
    }
  },
  'a receive while a bind is under way': async (all) => {
    const pull = new all.Pull();
    const bound = pull.bind('inproc://receiving');
    try {
      return pull.receive();
    } finally {
      await bound;
    }
  },
  'a receive from a socket that a proxy has': async (all) => {
    const proxy = new all.Proxy(new all.Pull(), new all.Push());
    await proxy.frontEnd.bind('inproc://proxy-front');
    await proxy.backEnd.bind('inproc://proxy-back');
    const running = proxy.run();
    try {
      return proxy.frontEnd.receive();
    } finally {
      proxy.terminate();
      await running;
    }
  },
  'a second disconnect of two connections': (all) => {
    const dealer = new all.Dealer();
    dealer.connect('tcp://127.0.0.1:1');
    dealer.connect('tcp://127.0.0.1:1');
    dealer.disconnect('tcp://127.0.0.1:1');
    dealer.disconnect('tcp://127.0.0.1:1');
  },
  'reading an option of a closed socket': (all) => closed(new all.Dealer()).linger,
  'setting an option of a closed socket': (all) => (closed(new all.Dealer()).linger = 0),
  'the last endpoint of a closed socket': (all) => closed(new all.Dealer()).lastEndpoint,
  'the events of a closed socket': (all) => closed(new all.Dealer()).events,
  'a subscription of a closed socket': (all) => closed(new all.Subscriber()).subscribe('x'),
  'an observer that is closed while a call waits': (all) => {
    const { events } = new all.Dealer();
    const waiting = events.receive();
    events.close();
    return waiting;
  },
  'a method of something else': (all) => all.Dealer.prototype.connect.call({} as never, 'inproc://x'),
  'an unroutable message': (all) => new all.Router({ mandatory: true, sendTimeout: 0 }).send(['nobody', 'x']),
  'a context that is none': (all) => new all.Dealer({ context: {} as never }),
  'options that are none': (all) => new all.Dealer(5 as never),
  'a proxy without sockets': (all) => new all.Proxy({} as never, {} as never),
  'a proxy that is not started': (all) => new all.Proxy(new all.Router(), new all.Dealer()).terminate(),
  'a proxy of sockets without endpoints': (all) => new all.Proxy(new all.Router(), new all.Dealer()).run(),
  'a class that is called': (all) => (all.Context as unknown as () => void)(),
};

it.each(Object.keys(CALLS))('%s fails in the same way', async (name) => {
  const failure = async (all: All): Promise<object> => {
    try {
      await CALLS[name]?.(keeping(all));
    } catch (error) {
      const { code, errno, address, message, constructor } = error as Error & Record<string, unknown>;
      return { code, errno, address, message, type: (constructor as { name: string }).name };
    }
    throw new Error('It did not fail.');
  };
  expect(await failure(ours)).toEqual(await failure(theirs as unknown as All));
});

it('says at once what the npm package says at once', () => {
  const socket = new ours.Pull();
  socket.receive().catch(() => {});
  expect(() => socket.receive()).toThrow('Socket is busy reading');
  socket.close();
  expect(() => socket.receive()).toThrow('Socket is closed');
});

it('keeps what core says as the cause', async () => {
  await expect(new ours.Dealer().bind('tcp://localhost')).rejects.toMatchObject({
    code: 'EINVAL',
    cause: { name: 'ZMQError', code: 'EINVAL' },
  });
});
