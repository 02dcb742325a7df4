import { cancelCommand, subscribeCommand } from '@zeromq-ts/core/spi';
import { describe, expect, it } from 'vitest';
import { PeerSubscriptions } from '../../src/libzmq/peer-subscriptions.js';
import { pair, socket } from './test-socket.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('subscriptions on libzmq', () => {
  it.each(['tcp://127.0.0.1:*', 'inproc://topics'])('are known to a PUB over %s', async (endpoint) => {
    const [pub, sub] = await pair('PUB', 'SUB', endpoint);
    expect(pub.inside.hasSubscriber?.(undefined)).toBe(false);
    sub.inside.command?.(subscribeCommand(bytes('weather.')));
    sub.inside.command?.(subscribeCommand(Uint8Array.of(0xff, 0)));
    await expect.poll(() => pub.inside.hasSubscriber?.(bytes('weather.berlin'))).toBe(true);
    expect(pub.inside.hasSubscriber?.(bytes('weather'))).toBe(false);
    await expect.poll(() => pub.inside.hasSubscriber?.(Uint8Array.of(0xff, 0, 1))).toBe(true);
    await pub.send('weather.berlin: sun');
    await pub.send('sport: 1 - 0');
    await pub.send([Uint8Array.of(0xff, 0), 'binary']);
    expect(await sub.text()).toBe('weather.berlin: sun');
    expect((await sub.receive()).text(1)).toBe('binary');
    sub.inside.command?.(cancelCommand(bytes('weather.')));
    await expect.poll(() => pub.inside.hasSubscriber?.(bytes('weather.berlin'))).toBe(false);
    await sub.close();
    await expect.poll(() => pub.inside.hasSubscriber?.(undefined)).toBe(false);
  });

  it('are told at once to who watches', async () => {
    const [pub, sub] = await pair('PUB', 'SUB');
    pub.inside.watch(true);
    sub.inside.command?.(subscribeCommand(bytes('')));
    await expect.poll(() => pub.inside.hasSubscriber?.(undefined), { interval: 1 }).toBe(true);
    pub.inside.watch(false);
  });

  it('are all that a PUB takes from its peers', async () => {
    const [pub, xsub] = await pair('PUB', 'XSUB');
    await xsub.send('upstream');
    await xsub.send('\u0001topic');
    await expect.poll(() => pub.inside.hasSubscriber?.(bytes('topic'))).toBe(true);
    expect(pub.tryReceive()).toBeUndefined();
  });

  it('come to an XPUB as messages', async () => {
    const [xpub, sub] = await pair('XPUB', 'SUB');
    sub.inside.command?.(subscribeCommand(bytes('a')));
    expect((await xpub.receive()).frame(0)).toEqual(Buffer.from('\u0001a'));
    expect(xpub.inside.hasSubscriber?.(bytes('abc'))).toBe(true);
    sub.inside.command?.(cancelCommand(bytes('a')));
    expect((await xpub.receive()).frame(0)).toEqual(Buffer.from('\u0000a'));
    expect(xpub.inside.hasSubscriber?.(bytes('abc'))).toBe(false);
  });

  it('are for the application to accept with manual', async () => {
    const [xpub, sub] = await pair(socket('XPUB', { manual: true }), 'SUB');
    sub.inside.command?.(subscribeCommand(bytes('a')));
    await xpub.receive();
    expect(xpub.inside.hasSubscriber?.(bytes('a'))).toBe(false);
    xpub.inside.command?.(subscribeCommand(bytes('b')));
    expect(xpub.inside.hasSubscriber?.(bytes('b'))).toBe(true);
    // The subscriber drops what it has not asked for itself, so nothing of b reaches the application.
    sub.inside.command?.(subscribeCommand(bytes('b')));
    await xpub.receive();
    await xpub.send('a');
    await xpub.send('b');
    expect(await sub.text()).toBe('b');
  });

  it('bring the welcome message to a new subscriber', async () => {
    const sub = socket('SUB');
    sub.inside.command?.(subscribeCommand(bytes('hello')));
    await pair(socket('XPUB', { welcomeMessage: 'hello there' }), sub);
    expect(await sub.text()).toBe('hello there');
  });

  it('cannot be told of by a PUB that keeps only the newest message', async () => {
    const pub = socket('PUB', { conflate: true });
    expect(() => pub.inside.hasSubscriber?.(undefined)).toThrow(expect.objectContaining({ code: 'ENOTSUP' }));
  });
});

describe('PeerSubscriptions', () => {
  it('counts where it is told of every subscription', () => {
    const known = new PeerSubscriptions('every');
    expect(known.note([Buffer.from('\u0001a')])).toBe(true);
    expect(known.note([Buffer.from('\u0001a')])).toBe(false);
    expect(known.note([Buffer.from('\u0000a')])).toBe(false);
    expect(known.has(Buffer.from('a'))).toBe(true);
    expect(known.note([Buffer.from('\u0000a')])).toBe(true);
    expect(known.has(undefined)).toBe(false);
  });

  it('takes no other messages for subscriptions', () => {
    const known = new PeerSubscriptions('changes');
    expect(known.note([Buffer.from('a')])).toBe(false);
    expect(known.note([Buffer.from('\u0001a'), Buffer.from('b')])).toBe(false);
    expect(known.note([Buffer.alloc(0)])).toBe(false);
    expect(known.has(undefined)).toBe(false);
  });
});
