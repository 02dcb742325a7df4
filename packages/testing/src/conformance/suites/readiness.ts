import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, expectRefusal, failure, inTime } from '../waiting.js';

/** `connected()`. */
export function readiness(suite: Suite): void {
  suite.overWirings('connected resolves on both sides once the handshake is done', async (scope) => {
    const pull = scope.binding('PULL');
    const push = scope.connecting('PUSH');
    const both = [pull.connected({ timeout: EVENT_TIMEOUT_MS }), push.connected({ timeout: EVENT_TIMEOUT_MS })];
    await scope.attach(pull, push);
    await Promise.all(both);
    expect([pull.stats().peers, push.stats().peers]).toEqual([1, 1]);
  });

  suite.overTransports('connected resolves at once when the peers are there', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    await scope.join(pull, push);
    await inTime('connected', push.connected(), 100);
    await push.connected({ timeout: 0 });
    await push.connected({ peers: 0 });
  });

  suite.overTransports('connected({ peers }) waits for so many', async (scope) => {
    const pull = scope.binding('PULL');
    const endpoint = await pull.bind(await scope.endpoint());
    const three = pull.connected({ peers: 3, timeout: EVENT_TIMEOUT_MS });
    let reached = false;
    void three.then(() => (reached = true));
    for (let count = 1; count <= 3; count++) {
      expect(reached).toBe(false);
      scope.connecting('PUSH').connect(endpoint);
      await pull.connected({ peers: count, timeout: EVENT_TIMEOUT_MS });
    }
    await three;
  });

  suite.overTransports('peers are those there now: one that leaves is counted no more', async (scope) => {
    const pull = scope.binding('PULL');
    const pushes = [scope.connecting('PUSH'), scope.connecting('PUSH')] as const;
    await scope.join(pull, ...pushes);
    await pushes[0].close();
    await eventually('one peer', () => pull.stats().peers === 1);
    await expectRefusal(pull.connected({ peers: 2, timeout: 0 }), 'EAGAIN');
    await pushes[1].close();
    await eventually('no peer', () => pull.stats().peers === 0);
    await expectRefusal(pull.connected({ timeout: 0 }), 'EAGAIN');
  });

  suite.it('connected rejects with EAGAIN after its timeout', async (scope) => {
    const error = await expectRefusal(scope.binding('PULL').connected({ timeout: 20 }), 'EAGAIN');
    expect(error.message).toContain('20 ms');
  });

  suite.it('connected rejects with the reason of its signal', async (scope) => {
    const pull = scope.binding('PULL');
    const controller = new AbortController();
    const waiting = failure(pull.connected({ signal: controller.signal }));
    const reason = new Error('changed my mind');
    controller.abort(reason);
    expect(await waiting).toBe(reason);
    expect(await failure(pull.connected({ signal: controller.signal }))).toBe(reason);
  });

  suite.it('connected rejects with ENOTSOCK when the socket is closed', async (scope) => {
    const pull = scope.binding('PULL');
    const waiting = expectRefusal(pull.connected(), 'ENOTSOCK');
    await pull.close();
    await waiting;
  });
}
