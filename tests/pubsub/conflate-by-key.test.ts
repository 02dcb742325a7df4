import { conflateByKey, ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { expect, it, onTestFinished } from 'vitest';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function* items(list: readonly string[]): AsyncGenerator<string> {
  for (const item of list) {
    await turn();
    yield item;
  }
}

const letter = (item: string): string => item[0] as string;

it('a slow consumer gets the newest of each key, oldest key first; the last of all always comes', async () => {
  const seen: string[] = [];
  for await (const item of conflateByKey(items(['a1', 'b1', 'a2', 'a3', 'c1', 'b2']), letter)) {
    seen.push(item);
    for (let count = 0; count < 20; count++) await turn();
  }
  expect(seen).toEqual(['a1', 'b2', 'a3', 'c1']);
});

it('a quick consumer gets everything', async () => {
  const seen: string[] = [];
  for await (const item of conflateByKey(items(['a1', 'a2', 'b1', 'a3']), letter)) seen.push(item);
  expect(seen).toEqual(['a1', 'a2', 'b1', 'a3']);
});

it('does not read on while as many keys wait as may', async () => {
  let read = 0;
  async function* source(): AsyncGenerator<number> {
    for (; ; read++) yield read;
  }
  const iterator = conflateByKey(source(), (item) => item, { maxKeys: 3 });
  await iterator.next();
  for (let count = 0; count < 50; count++) await turn();
  expect(read).toBeLessThanOrEqual(5);
  expect((await iterator.next()).value).toBe(1);
  await iterator.return?.();
  expect((await iterator.next()).done).toBe(true);
});

it('throws what the source throws, after what waits; and refuses wrong arguments', async () => {
  async function* source(): AsyncGenerator<string> {
    yield 'a1';
    yield 'a2';
    throw new Error('broken');
  }
  const seen: string[] = [];
  const loop = (async () => {
    for await (const item of conflateByKey(source(), letter)) seen.push(item);
  })();
  await expect(loop).rejects.toThrow('broken');
  expect(seen.at(-1)).toBe('a2');
  expect(() => conflateByKey(items([]), 'key' as never)).toThrow(/function/);
  expect(() => conflateByKey(items([]), letter, { maxKeys: 0 })).toThrow(/maxKeys/);
});

it.each(['zmtp', 'libzmq'])(
  'on %s: of a socket; leaving the loop leaves it open, and the next message to others',
  async (engine) => {
    const publisher = new ZMQPublisher(undefined, { engine });
    const subscriber = new ZMQSubscriber(await publisher.bind('tcp://127.0.0.1:*'), '', { engine });
    onTestFinished(async () => {
      await Promise.all([publisher.close(), subscriber.close()]);
    });
    await publisher.subscribed('', { timeout: 20_000 });
    for (let index = 0; index < 100; index++) await publisher.send(`${index % 2}`, `${index}`);
    await publisher.send('end', '');
    const newest = new Map<string, string>();
    for await (const message of conflateByKey(subscriber, (each) => each.text(0))) {
      if (message.text(0) === 'end') break;
      newest.set(message.text(0), message.text(1));
    }
    expect(newest).toEqual(
      new Map([
        ['0', '98'],
        ['1', '99'],
      ]),
    );
    await publisher.send('after', '');
    expect((await subscriber.receive({ timeout: 20_000 })).text(0)).toBe('after');
  },
);
