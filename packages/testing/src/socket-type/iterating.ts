import { expect } from 'vitest';
import type { Suite } from '../conformance/suite.js';
import { eventually, inTime, receiveMany } from '../conformance/waiting.js';
import { Stage } from './stage.js';
import type { Receiving, TestedSocketType } from './tested-socket-type.js';

const DONE = { done: true, value: undefined };

/** What `for await` promises. */
export function iterating(suite: Suite, tested: TestedSocketType): void {
  suite.overTransports('for await gives the messages in order; break leaves the socket open', async (scope) => {
    const [receiver, sender] = await new Stage(scope, tested).receiver();
    for (const body of ['1', '2', '3', '4']) await sender.send(body);
    const received: string[] = [];
    for await (const message of receiver) {
      received.push(message.text());
      if (received.length === 2) break;
    }
    expect(receiver.closed).toBe(false);
    expect([...received, ...(await receiveMany(receiver, 2))]).toEqual(['1', '2', '3', '4']);
  });

  suite.overTransports('leaving an iteration that waits takes no message', async (scope) => {
    const [receiver, sender] = await new Stage(scope, tested).receiver();
    const iteration = receiver[Symbol.asyncIterator]();
    const waiting = [iteration.next(), iteration.next()];
    await iteration.return?.();
    expect(await inTime('the end of what waits', Promise.all(waiting))).toEqual([DONE, DONE]);
    await sender.send('kept');
    expect(await receiveMany(receiver, 1)).toEqual(['kept']);
  });

  suite.overTransports('two iterations share the messages, each goes to one', async (scope) => {
    const [receiver, sender] = await new Stage(scope, tested).receiver();
    const received: string[] = [];
    const iterations = [1, 2].map(async () => {
      for await (const message of receiver) received.push(message.text());
    });
    const bodies = Array.from({ length: 100 }, (_, index) => `${index}`);
    for (const body of bodies) await sender.send(body);
    await eventually('all messages', () => received.length === bodies.length);
    await receiver.close();
    await Promise.all(iterations);
    expect(received).toEqual(bodies);
  });

  suite.it('an iteration ends without an error when the socket closes, and is empty on a closed one', async (scope) => {
    const receiver = new Stage(scope, tested).open() as Receiving;
    const iteration = receiver[Symbol.asyncIterator]();
    const waiting = iteration.next();
    await receiver.close();
    expect(await inTime('the end of the iteration', waiting)).toEqual(DONE);
    expect(await receiver[Symbol.asyncIterator]().next()).toEqual(DONE);
  });
}
