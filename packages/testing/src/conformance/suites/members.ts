import { expect } from 'vitest';
import { SOCKET_TYPES } from '../socket-classes.js';
import type { Suite } from '../suite.js';
import { engineName } from '../tested-engine.js';
import { expectRefusal, nextEvent } from '../waiting.js';

/** What every socket has: type, endpoint, engine, honest members. */
export function members(suite: Suite): void {
  for (const type of SOCKET_TYPES) {
    suite.it(`a ${type} says that it is one, and is open, unbound and unconnected`, async (scope) => {
      const socket = scope.binding(type);
      expect(socket.type).toBe(type);
      expect(socket.closed).toBe(false);
      expect(socket.endpoint).toBeNull();
      expect(socket.engine).toBe(engineName(scope.pair.binder));
      await socket.ready;
    });
  }

  suite.it('PI-05 PB-04 a type that cannot send has no send, one that cannot receive has no receive', async (scope) => {
    for (const type of ['PULL', 'SUB'] as const) {
      const socket = scope.binding(type);
      expect('send' in socket).toBe(false);
      expect('trySend' in socket).toBe(false);
    }
    for (const type of ['PUSH', 'PUB'] as const) {
      const socket = scope.binding(type);
      expect('receive' in socket).toBe(false);
      expect('tryReceive' in socket).toBe(false);
      expect(Symbol.asyncIterator in socket).toBe(false);
    }
  });

  suite.overTransports('B-032 endpoint is the last one bound, as bind resolved it', async (scope) => {
    const socket = scope.binding('PULL');
    const first = await socket.bind(await scope.endpoint());
    expect(socket.endpoint).toBe(first);
    const second = await socket.bind(await scope.endpoint());
    expect(socket.endpoint).toBe(second);
    expect(second).not.toBe(first);
  });

  suite.overTransports('B-036 endpoint is the last one connected, and failures leave it as it is', async (scope) => {
    const endpoint = await scope.endpoint();
    await scope.binding('PULL').bind(endpoint);
    const socket = scope.connecting('PUSH');
    socket.connect(endpoint);
    expect(socket.endpoint).toBe(endpoint);
    await expectRefusal(() => socket.connect('tcp://nowhere'), 'EINVAL');
    await expectRefusal(socket.bind('tcp://nowhere'), 'EINVAL');
    expect(socket.endpoint).toBe(endpoint);
  });

  suite.it('a listener added by on is called each time, by once only once, and after off no more', async (scope) => {
    const socket = scope.binding('PULL');
    const calls: string[] = [];
    const listener = (): number => calls.push('on');
    socket.on('listening', listener).once('listening', () => calls.push('once'));
    await socket.bind(await scope.endpoint());
    await socket.bind(await scope.endpoint());
    expect(calls).toEqual(['on', 'once', 'on']);
    socket.off('listening', listener);
    const heard = nextEvent(socket, 'listening');
    await socket.bind(await scope.endpoint());
    await heard;
    expect(calls).toHaveLength(3);
  });

  suite.it('B-123 a closed socket refuses everything with ENOTSOCK', async (scope) => {
    const socket = scope.binding('DEALER');
    const endpoint = await socket.bind(await scope.endpoint());
    await socket.close();
    expect(socket.closed).toBe(true);
    await expectRefusal(socket.send('x'), 'ENOTSOCK', /ZMQDealer/);
    await expectRefusal(() => socket.trySend('x'), 'ENOTSOCK');
    await expectRefusal(socket.receive(), 'ENOTSOCK');
    await expectRefusal(() => socket.tryReceive(), 'ENOTSOCK');
    await expectRefusal(socket.bind(await scope.endpoint()), 'ENOTSOCK');
    await expectRefusal(() => socket.connect(endpoint), 'ENOTSOCK');
    await expectRefusal(socket.unbind(endpoint), 'ENOTSOCK');
    await expectRefusal(() => socket.disconnect(endpoint), 'ENOTSOCK');
    await expectRefusal(socket.connected(), 'ENOTSOCK');
    expect(socket.stats().messagesSent).toBe(0);
  });

  suite.it('a closed SUB and PUB refuse their own members with ENOTSOCK', async (scope) => {
    const sub = scope.connecting('SUB');
    const pub = scope.binding('PUB');
    await Promise.all([sub.close(), pub.close()]);
    await expectRefusal(() => sub.subscribe('a'), 'ENOTSOCK');
    await expectRefusal(() => sub.unsubscribe('a'), 'ENOTSOCK');
    await expectRefusal(pub.subscribed('a'), 'ENOTSOCK');
  });

  suite.it('a closed REQ refuses a request with ENOTSOCK', async (scope) => {
    const req = scope.connecting('REQ');
    await req.close();
    await expectRefusal(req.request('x'), 'ENOTSOCK');
  });
}
