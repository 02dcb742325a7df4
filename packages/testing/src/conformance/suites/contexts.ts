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
}
