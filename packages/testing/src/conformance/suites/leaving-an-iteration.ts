import { Readable } from 'node:stream';
import type { Message } from '@zeromq-ts/core';
import { expect } from 'vitest';
import type { Scope } from '../scope.js';
import type { Sockets } from '../socket-classes.js';
import type { Suite } from '../suite.js';
import { inTime, receiveMany } from '../waiting.js';

const DONE = { done: true, value: undefined };

type Iteration = AsyncIterator<Message, undefined>;

/** Ways to leave an iteration whose `next` waits, other than to stop calling it. */
const WAYS: readonly (readonly [name: string, leave: (iteration: Iteration) => Promise<unknown> | undefined])[] = [
  ['return()', (iteration) => iteration.return?.()],
  ['throw()', (iteration) => iteration.throw?.(new Error('left')).catch(() => {})],
];

/** What becomes of messages, and of `next`, when an iteration is left while it waits for a message. */
export function leavingAnIteration(suite: Suite): void {
  for (const [name, leave] of WAYS) {
    suite.overTransports(`${name} ends every next() that waits, and no message is lost`, async (scope) => {
      const [left, right] = await joined(scope);
      const iteration = right[Symbol.asyncIterator]();
      const waiting = [iteration.next(), iteration.next(), iteration.next()];
      await leave(iteration);
      expect(await inTime('the end of what waits', Promise.all(waiting))).toEqual([DONE, DONE, DONE]);
      await left.send('1');
      await left.send('2');
      expect(await receiveMany(right, 2)).toEqual(['1', '2']);
      expect(await iteration.next()).toEqual(DONE);
    });
  }

  suite.overTransports('leaving one of two iterations leaves the messages to the other', async (scope) => {
    const [left, right] = await joined(scope);
    const [stays, goes] = [right[Symbol.asyncIterator](), right[Symbol.asyncIterator]()];
    const ended = goes.next();
    const kept = [stays.next(), stays.next()];
    await goes.return?.();
    expect(await inTime('the end of the one that is left', ended)).toEqual(DONE);
    await left.send('1');
    await left.send('2');
    const texts = (await inTime('both messages', Promise.all(kept))).map(({ value }) => value?.text());
    expect(texts).toEqual(['1', '2']);
  });

  suite.overTransports('a receive that waits beside an iteration that is left gets the message', async (scope) => {
    const [left, right] = await joined(scope);
    const iteration = right[Symbol.asyncIterator]();
    const ended = iteration.next();
    const receiving = right.receive();
    await iteration.return?.();
    await left.send('1');
    expect((await receiving).text()).toBe('1');
    expect(await ended).toEqual(DONE);
  });

  suite.overTransports('break leaves what has not been read', async (scope) => {
    const [left, right] = await joined(scope);
    for (const text of ['1', '2', '3']) await left.send(text);
    for await (const message of right) {
      expect(message.text()).toBe('1');
      break;
    }
    expect(await receiveMany(right, 2)).toEqual(['2', '3']);
  });

  suite.overTransports('a Readable of the socket that is destroyed while it waits takes no message', async (scope) => {
    const [left, right] = await joined(scope);
    const stream = Readable.from(right);
    const first = new Promise<Message>((resolve) => stream.once('data', resolve));
    await left.send('0');
    expect((await inTime('the first', first)).text()).toBe('0');
    const closed = new Promise((resolve) => stream.once('close', resolve));
    stream.destroy();
    await inTime('the end of the stream', closed);
    await left.send('1');
    await left.send('2');
    expect(await receiveMany(right, 2)).toEqual(['1', '2']);
  });

  suite.overTransports(
    'a web stream of the socket that is cancelled while it waits takes no message',
    async (scope) => {
      const [left, right] = await joined(scope);
      // TypeScript's library has it for browsers only.
      const streams = ReadableStream as unknown as { from(source: AsyncIterable<Message>): ReadableStream<Message> };
      const reader = streams.from(right).getReader();
      await left.send('0');
      expect((await inTime('the first', reader.read())).value?.text()).toBe('0');
      const waiting = reader.read();
      await inTime('the end of the stream', reader.cancel());
      expect((await waiting).done).toBe(true);
      await left.send('1');
      await left.send('2');
      expect(await receiveMany(right, 2)).toEqual(['1', '2']);
    },
  );

  suite.overTransports('an iteration that is left while its socket closes ends once, and quietly', async (scope) => {
    const [, right] = await joined(scope);
    const iteration = right[Symbol.asyncIterator]();
    const waiting = [iteration.next(), iteration.next()];
    const closing = right.close();
    await iteration.return?.();
    expect(await inTime('the end of what waits', Promise.all(waiting))).toEqual([DONE, DONE]);
    await closing;
    expect(await iteration.next()).toEqual(DONE);
  });
}

async function joined(scope: Scope): Promise<[Sockets['PAIR'], Sockets['PAIR']]> {
  const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
  await scope.join(left, right);
  return [left, right];
}
