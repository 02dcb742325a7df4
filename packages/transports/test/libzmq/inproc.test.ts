import { ZMQContext } from '@zeromq-ts/core';
import { describe, expect, it } from 'vitest';
import { pair, socket } from './test-socket.js';

describe('inproc on libzmq', () => {
  it('connects before the bind, and delivers what was sent by then', async () => {
    const push = socket('PUSH');
    push.connect('inproc://later');
    await push.send('early');
    const pull = socket('PULL');
    await pull.bind('inproc://later');
    expect(await pull.text()).toBe('early');
    await push.connected();
    expect(push.seen).toEqual(['connected', 'handshake-succeeded']);
    expect(pull.seen).toEqual(['accepted', 'handshake-succeeded']);
  });

  it('tells both sides when one of them disconnects or closes', async () => {
    const [pull, push] = await pair('PULL', 'PUSH', 'inproc://leave');
    push.disconnect('inproc://leave');
    await expect.poll(() => [pull.stats().peers, push.stats().peers]).toEqual([0, 0]);
    push.connect('inproc://leave');
    await pull.connected();
    await push.close();
    await expect.poll(() => pull.stats().peers).toBe(0);
  });

  it('lets go of its peers when a name is unbound; they find the next one to bind it', async () => {
    const [pull, push] = await pair('PULL', 'PUSH', 'inproc://moving');
    await pull.unbind('inproc://moving');
    await expect.poll(() => [pull.stats().peers, push.stats().peers]).toEqual([0, 0]);
    await push.send('for the next one');
    const next = socket('PULL');
    await next.bind('inproc://moving');
    expect(await next.text()).toBe('for the next one');
    expect(push.stats().peers).toBe(1);
  });

  it('connects anew when the socket that has bound the name is closed', async () => {
    const [push, pull] = await pair('PUSH', 'PULL', 'inproc://successor');
    await push.send('last words');
    await push.close();
    expect(await pull.text()).toBe('last words');
    const next = socket('PUSH');
    await next.bind('inproc://successor');
    await next.send('first words');
    expect(await pull.text()).toBe('first words');
  });

  it('has a PAIR find another partner', async () => {
    const [bound, first] = await pair('PAIR', 'PAIR', 'inproc://couple');
    await first.close();
    await expect.poll(() => bound.stats().peers).toBe(0);
    const second = socket('PAIR');
    second.connect('inproc://couple');
    await second.send('hello');
    expect(await bound.text()).toBe('hello');
  });

  it('keeps the other connection of a socket that is connected twice', async () => {
    const [pull, push] = await pair('PULL', 'PUSH', 'inproc://twice');
    push.connect('inproc://twice');
    await pull.connected({ peers: 2 });
    push.disconnect('inproc://twice');
    await expect.poll(() => pull.stats().peers).toBe(1);
    await push.send('still here');
    expect(await pull.text()).toBe('still here');
  });

  it('refuses socket types that do not fit', async () => {
    const pub = socket('PUB');
    const pull = socket('PULL');
    const failed = Promise.all([pub.next('handshake-failed'), pull.next('handshake-failed')]);
    await pub.bind('inproc://unfit');
    pull.connect('inproc://unfit');
    const [atBinder, atConnecter] = await failed;
    expect(atBinder.error).toMatchObject({ code: 'EPROTO', message: expect.stringContaining('SUB, XSUB') });
    expect(atConnecter.error).toMatchObject({ code: 'EPROTO', message: expect.stringContaining('PUSH') });
    await pull.close();
  });

  it('keeps the names of contexts apart', async () => {
    const one = new ZMQContext();
    const other = new ZMQContext();
    const pulls = [socket('PULL', { context: one }), socket('PULL', { context: other })];
    for (const pull of pulls) await pull.bind('inproc://same');
    const push = socket('PUSH', { context: other });
    push.connect('inproc://same');
    await push.send('hello');
    expect(await pulls[1]!.text()).toBe('hello');
    expect(pulls[0]!.stats().peers).toBe(0);
  });

  it('closes although nobody ever binds the name', async () => {
    const silent = socket('PUSH');
    silent.connect('inproc://nobody');
    await silent.close();
    const push = socket('PUSH');
    push.connect('inproc://nobody');
    await push.send('to nobody');
    await push.close({ linger: 10 });
    const pull = socket('PULL');
    await pull.bind('inproc://nobody');
    await expect(pull.receive({ timeout: 20 })).rejects.toMatchObject({ code: 'EAGAIN' });
  });

  it('forgets what was sent before a disconnect', async () => {
    const push = socket('PUSH');
    push.connect('inproc://changed-my-mind');
    await push.send('forget it');
    push.disconnect('inproc://changed-my-mind');
    const pull = socket('PULL');
    await pull.bind('inproc://changed-my-mind');
    await expect(pull.receive({ timeout: 20 })).rejects.toMatchObject({ code: 'EAGAIN' });
  });

  it('waits with close for a bind as long as linger says', async () => {
    const push = socket('PUSH');
    push.connect('inproc://in-a-moment');
    await push.send('worth waiting for');
    const closed = push.close({ linger: 60_000 });
    const pull = socket('PULL');
    await pull.bind('inproc://in-a-moment');
    await closed;
    expect(await pull.text()).toBe('worth waiting for');
  });

  it('closes although the peer has not read everything, and the peer still can', async () => {
    const [pull, push] = await pair('PULL', 'PUSH', 'inproc://heritage');
    await push.send('one');
    await push.send('two');
    await push.close({ linger: Infinity });
    expect([await pull.text(), await pull.text()]).toEqual(['one', 'two']);
  });
});
