import { useFakeTime, useRealTime } from '@zeromq-ts/testing';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ReplyCache } from '../src/reply-cache.js';
import { textOfKey } from '../src/request-key.js';

describe('a cache of replies (RQ-04)', () => {
  afterEach(useRealTime);

  it('gives a request that comes again the reply of the first one', async () => {
    const cache = new ReplyCache();
    const handle = vi.fn(async () => ['a', 'reply']);
    const first = await cache.reply('1', handle);
    expect(first.map(String)).toEqual(['a', 'reply']);
    expect(await cache.reply('1', handle)).toBe(first);
    expect(handle).toHaveBeenCalledTimes(1);
    await cache.reply('2', handle);
    expect(handle).toHaveBeenCalledTimes(2);
    expect(cache.stats()).toMatchObject({ replies: 2, underWay: 0, repeated: 1 });
  });

  it('lets one that comes while the first is carried out wait for it', async () => {
    const cache = new ReplyCache({ ttl: 0 });
    let resolve = (_reply: string): void => {};
    const promise = new Promise<string>((settle) => {
      resolve = settle;
    });
    const handle = vi.fn(() => promise);
    const both = [cache.reply('1', handle), cache.reply('1', handle)];
    expect(cache.stats()).toEqual({ replies: 0, bytes: 0, underWay: 1, repeated: 1 });
    resolve('done');
    expect((await Promise.all(both)).map(String)).toEqual(['done', 'done']);
    expect(handle).toHaveBeenCalledTimes(1);
    // It is not kept.
    await cache.reply('1', handle);
    expect(handle).toHaveBeenCalledTimes(2);
  });

  it('does not keep what failed: all that wait for it fail, and the next one is carried out', async () => {
    const cache = new ReplyCache();
    const failing = vi.fn(() => {
      throw new Error('no stock');
    });
    const both = [cache.reply('1', failing), cache.reply('1', failing)];
    await expect(both[0]).rejects.toThrow('no stock');
    await expect(both[1]).rejects.toThrow('no stock');
    expect(failing).toHaveBeenCalledTimes(1);
    await expect(cache.reply('1', () => 7 as never)).rejects.toThrow(TypeError);
    expect(`${await cache.reply('1', () => 'sold')}`).toBe('sold');
  });

  it('keeps a reply for its time, and then frees it without being asked', async () => {
    useFakeTime();
    const cache = new ReplyCache({ ttl: 1000 });
    let count = 0;
    const handle = () => `${++count}`;
    await cache.reply('1', handle);
    vi.advanceTimersByTime(600);
    await cache.reply('2', handle);
    expect(`${await cache.reply('1', handle)}`).toBe('1');
    vi.advanceTimersByTime(400);
    expect(cache.stats().replies).toBe(1);
    expect(`${await cache.reply('1', handle)}`).toBe('3');
    expect(`${await cache.reply('2', handle)}`).toBe('2');
    vi.advanceTimersByTime(2000);
    expect(vi.getTimerCount()).toBe(0);
    expect(cache.stats()).toMatchObject({ replies: 0, bytes: 0 });
  });

  it('has no timer when replies are kept for ever', async () => {
    useFakeTime();
    const cache = new ReplyCache({ ttl: Infinity });
    await cache.reply('1', () => 'one');
    expect(vi.getTimerCount()).toBe(0);
    expect(cache.stats().replies).toBe(1);
  });

  it('forgets the oldest above its number or its bytes, and keeps none that is larger', async () => {
    const few = new ReplyCache({ maxReplies: 2 });
    for (const key of ['1', '2', '3']) await few.reply(key, () => 'old');
    expect(`${await few.reply('2', () => 'new')} ${await few.reply('3', () => 'new')}`).toBe('old old');
    expect(`${await few.reply('1', () => 'new')}`).toBe('new');

    const small = new ReplyCache({ maxBytes: 3000 });
    for (const key of ['1', '2', '3']) await small.reply(key, () => new Uint8Array(1000));
    expect(small.stats().replies).toBe(2);
    expect(small.stats().bytes).toBeLessThanOrEqual(3000);
    await small.reply('4', () => new Uint8Array(3001));
    expect(small.stats().replies).toBe(2);
    expect((await small.reply('1', () => 'new')).size).toBe(3);
  });

  it('counts the bytes of keys, which clients choose', async () => {
    const cache = new ReplyCache({ maxBytes: 3000 });
    for (const key of ['a', 'b', 'c', 'd']) await cache.reply(key.repeat(1000), () => '');
    expect(cache.stats().replies).toBe(2);
    expect(cache.stats().bytes).toBeLessThanOrEqual(3000);
    await cache.reply('e'.repeat(3001), () => '');
    expect(cache.stats().replies).toBe(2);
    expect((await cache.reply('d'.repeat(1000), () => 'new')).size).toBe(0);
  });

  it('copies the bytes: the handler may use its buffer again', async () => {
    const cache = new ReplyCache();
    const buffer = Buffer.from('first');
    await cache.reply('1', () => [buffer, 'x']);
    buffer.write('again');
    expect((await cache.reply('1', () => '')).map(String)).toEqual(['first', 'x']);
  });

  it('takes text and bytes for the same key, and knows all others apart', () => {
    expect(textOfKey('ä1')).toBe(textOfKey(Buffer.from('ä1')));
    expect(textOfKey(['ada'])).toBe(textOfKey('ada'));
    const part = fc.oneof(fc.string(), fc.uint8Array(), fc.constantFrom('', ':', '1:', '1:a'));
    const bytes = (key: readonly (string | Uint8Array)[]) =>
      key.map((each) => Buffer.from(each as string).toString('hex'));
    fc.assert(
      fc.property(fc.array(part), fc.array(part), (one, other) => {
        const same = bytes(one).join() === bytes(other).join() && one.length === other.length;
        expect(textOfKey(one) === textOfKey(other)).toBe(same);
      }),
    );
  });

  it('refuses wrong options', () => {
    expect(() => new ReplyCache({ ttl: -1 })).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    expect(() => new ReplyCache({ maxReplies: Number.NaN })).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    expect(() => new ReplyCache({ max: 1 } as never)).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  });
});
