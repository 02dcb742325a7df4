import { ZMQContext } from '@zeromq-ts/core';
import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { engineName } from '../tested-engine.js';
import { expectRefusal, expectSilence, inTime, receiveTexts } from '../waiting.js';

/** `ZMQContext`: names of inproc apart, sockets closed together. */
export function contexts(suite: Suite): void {
  suite.over('inproc', 'B-006 a name belongs to one context', async (scope) => {
    const [here, there] = [new ZMQContext(), new ZMQContext()];
    const endpoint = await scope.endpoint();
    const pulls = [scope.binding('PULL', { context: here }), scope.binding('PULL', { context: there })] as const;
    await Promise.all(pulls.map((pull) => pull.bind(endpoint)));
    await expectRefusal(scope.binding('PULL', { context: here }).bind(endpoint), 'EADDRINUSE');
    const push = scope.connecting('PUSH', { context: there }, endpoint);
    await push.send('there');
    expect(await receiveTexts(pulls[1])).toEqual(['there']);
    await expectSilence(pulls[0]);
    await Promise.all([here.close({ linger: 0 }), there.close({ linger: 0 })]);
  });

  suite.overNetworks('tcp and ipc reach across contexts', async (scope) => {
    const [here, there] = [new ZMQContext(), new ZMQContext()];
    const pull = scope.binding('PULL', { context: here });
    const push = scope.connecting('PUSH', { context: there });
    await scope.join(pull, push);
    await push.send('across');
    expect(await receiveTexts(pull)).toEqual(['across']);
    await Promise.all([here.close({ linger: 0 }), there.close({ linger: 0 })]);
  });

  suite.overTransports('B-025 B-026 closing a context closes its sockets; pending calls reject', async (scope) => {
    const context = new ZMQContext();
    const pull = scope.binding('PULL', { context });
    await pull.bind(await scope.endpoint());
    const push = scope.binding('PUSH', { context });
    await push.bind(await scope.endpoint());
    expect(context.size).toBe(2);
    const pending = [expectRefusal(pull.receive(), 'ENOTSOCK'), expectRefusal(push.send('x'), 'ENOTSOCK')];
    await inTime('close', context.close({ linger: 0 }));
    await Promise.all(pending);
    expect([pull.closed, push.closed, context.closed, context.size]).toEqual([true, true, true, 0]);
    await context.close();
  });

  suite.it('B-026 no socket can be created in a closed context: ETERM', async (scope) => {
    const context = new ZMQContext();
    await context.close();
    await expectRefusal(() => scope.binding('PULL', { context }), 'ETERM');
  });

  suite.over('inproc', 'B-003 a context with connections that found nobody closes without hanging', async (scope) => {
    const context = new ZMQContext();
    const push = scope.connecting('PUSH', { context }, await scope.endpoint());
    await push.send('to nobody');
    await inTime('close', context.close({ linger: 0 }));
  });

  suite.it('a context closes its sockets at the end of await using', async (scope) => {
    const context = new ZMQContext();
    const pull = scope.binding('PULL', { context });
    await context[Symbol.asyncDispose]();
    expect(pull.closed).toBe(true);
  });

  suite.it('a context chooses the engine of its sockets', async (scope) => {
    const context = new ZMQContext({ engine: scope.pair.binder.engine });
    expect(scope.binding('PULL', { context }).engine).toBe(engineName(scope.pair.binder));
    await context.close();
  });

  suite.it('a context has defaults for its sockets, and those of a socket come first', async (scope) => {
    const context = new ZMQContext({ ipv6: true, maxMessageSize: 1000, blocky: false });
    const some = scope.binding('PULL', { context });
    expect([some.getOption('ipv6'), some.getOption('maxMessageSize'), some.getOption('linger')]).toEqual([
      true,
      1000,
      0,
    ]);
    const own = scope.binding('PULL', { context, ipv6: false, maxMessageSize: 5, linger: 7 });
    expect([own.getOption('ipv6'), own.getOption('maxMessageSize'), own.getOption('linger')]).toEqual([false, 5, 7]);
    own.setOption('linger', undefined);
    expect(own.getOption('linger')).toBe(0);
    context.setOption('blocky', true);
    context.setOption('maxMessageSize', undefined);
    const later = scope.binding('PULL', { context });
    expect([later.getOption('linger'), later.getOption('maxMessageSize')]).toEqual([30_000, Infinity]);
    expect(some.getOption('linger')).toBe(0);
    await context.close();
  });

  suite.it('a context has no more sockets than maxSockets', async (scope) => {
    const context = new ZMQContext({ maxSockets: 2 });
    const [first] = [scope.binding('PULL', { context }), scope.binding('PUSH', { context })];
    await expectRefusal(() => scope.binding('PULL', { context }), 'EMFILE', /maxSockets/);
    await first?.close();
    scope.binding('PULL', { context });
    context.setOption('maxSockets', 3);
    scope.binding('PULL', { context });
    await expectRefusal(() => scope.binding('PULL', { context }), 'EMFILE');
    expect(context.size).toBe(3);
    await context.close();
  });

  suite.it('the options of a context are checked', async () => {
    const context = new ZMQContext();
    for (const [name, value] of [
      ['ipv6', 1],
      ['maxMessageSize', -1],
      ['maxSockets', 1.5],
      ['blocky', null],
    ] as const) {
      await expectRefusal(() => new ZMQContext({ [name]: value }), 'EINVAL', new RegExp(`${name} is`));
      await expectRefusal(() => context.setOption(name, value as never), 'EINVAL', new RegExp(`${name} is`));
    }
    await expectRefusal(() => context.setOption('maxSocket' as never, 1 as never), 'EINVAL', /Do you mean maxSockets/);
    await expectRefusal(() => context.getOption('engine' as never), 'EINVAL', /accepts: ipv6/);
    await expectRefusal(() => new ZMQContext({ linger: 5 } as never), 'EINVAL', /option of sockets/);
    expect([context.getOption('ipv6'), context.getOption('maxSockets'), context.getOption('blocky')]).toEqual([
      false,
      Infinity,
      true,
    ]);
    await context.close();
  });
}
