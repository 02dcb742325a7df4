import { expect } from 'vitest';
import type { Suite } from '../conformance/suite.js';
import { eventually, expectRefusal, failure, pollReceive, receiveMany } from '../conformance/waiting.js';
import { Stage } from './stage.js';
import type { Receiving, TestedSocketType } from './tested-socket-type.js';

/** What a socket promises that receives. */
export function receiving(suite: Suite, tested: TestedSocketType): void {
  suite.overTransports('receives that wait are served first come, first served', async (scope) => {
    const [receiver, sender] = await new Stage(scope, tested).receiver();
    const receives = ['a', 'b', 'c'].map(async (name) => `${name}${(await receiver.receive()).text()}`);
    for (const body of ['1', '2', '3']) await sender.send(body);
    expect(await Promise.all(receives)).toEqual(['a1', 'b2', 'c3']);
  });

  suite.it('a receive waits for receiveTimeout, and timeout goes before it', async (scope) => {
    const stage = new Stage(scope, tested);
    const receiver = stage.open({ receiveTimeout: 20 }) as Receiving;
    await expectRefusal(receiver.receive(), 'EAGAIN', '20 ms');
    await expectRefusal(receiver.receive({ timeout: 5 }), 'EAGAIN', ' 5 ms');
    await expectRefusal(receiver.receive({ timeout: 0 }), 'EAGAIN');
    receiver.setOption('receiveTimeout' as never, 10 as never);
    await expectRefusal(receiver.receive(), 'EAGAIN', '10 ms');
  });

  suite.overTransports('receives given up by timeout or signal take no message with them', async (scope) => {
    const [receiver, sender] = await new Stage(scope, tested).receiver();
    const controller = new AbortController();
    const reason = { because: 'of it' };
    const aborted = failure(receiver.receive({ signal: controller.signal }));
    const late = expectRefusal(receiver.receive({ timeout: 10 }), 'EAGAIN');
    const kept = receiver.receive();
    controller.abort(reason);
    expect(await aborted).toBe(reason);
    expect(await failure(receiver.receive({ signal: controller.signal }))).toBe(reason);
    await late;
    await sender.send('kept');
    expect((await kept).text()).toBe('kept');
  });

  suite.overTransports('tryReceive gives undefined, or the next message', async (scope) => {
    const [receiver, sender] = await new Stage(scope, tested).receiver();
    expect(receiver.tryReceive()).toBeUndefined();
    await sender.send('1');
    await sender.send('2');
    expect((await pollReceive(receiver)).text()).toBe('1');
    expect((await pollReceive(receiver)).text()).toBe('2');
    expect(receiver.tryReceive()).toBeUndefined();
  });

  suite.overTransports('what was sent before the peer closed is received', async (scope) => {
    const [receiver, sender] = await new Stage(scope, tested).receiver();
    for (const body of ['1', '2', '3']) await sender.send(body);
    await sender.close();
    expect(await receiveMany(receiver, 3)).toEqual(['1', '2', '3']);
  });

  suite.overTransports('a peer that comes after another one has left is heard', async (scope) => {
    const stage = new Stage(scope, tested);
    const [receiver, first] = await stage.receiver();
    await first.send('first');
    await first.close();
    await eventually('it has left', () => receiver.stats().peers === 0);
    const second = stage.openPeer() as typeof first;
    second.connect(receiver.endpoint as string);
    await scope.connected(receiver, second);
    await stage.readyFor(second, receiver);
    await second.send('second');
    expect(await receiveMany(receiver, 2)).toEqual(['first', 'second']);
  });

  if (tested.definition.exclusive === true) return;
  suite.overTransports('messages of two peers all arrive, those of each in order', async (scope) => {
    const stage = new Stage(scope, tested);
    const [receiver, first] = await stage.receiver();
    const second = stage.openPeer() as typeof first;
    second.connect(receiver.endpoint as string);
    await scope.connected(receiver, first, second);
    await stage.readyFor(second, receiver);
    for (let index = 0; index < 20; index++) {
      await first.send(`first ${index}`);
      await second.send(`second ${index}`);
    }
    const received = await receiveMany(receiver, 40);
    for (const name of ['first', 'second']) {
      expect(received.filter((body) => body.startsWith(name))).toEqual(
        Array.from({ length: 20 }, (_, index) => `${name} ${index}`),
      );
    }
  });
}
