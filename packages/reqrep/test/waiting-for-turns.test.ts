import { FakeEngine, nextTurn, useFakeTime, useRealTime } from '@zeromq-ts/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { RequestOptions } from '../src/request-options.js';
import { ZMQReply } from '../src/zmq-reply.js';
import { ZMQRequest } from '../src/zmq-request.js';

function requester(options: RequestOptions = {}) {
  const engine = new FakeEngine();
  const req = new ZMQRequest('inproc://x', { engine, waitForTurn: true, ...options });
  const ignored = vi.fn();
  req.on('ignored', ignored);
  return { req, wire: engine.last, ignored };
}

function replier() {
  const engine = new FakeEngine();
  const rep = new ZMQReply('inproc://x', { engine, waitForTurn: true });
  return { rep, wire: engine.last };
}

const failure = (sent: Promise<unknown>): Promise<unknown> => sent.catch((error: unknown) => error);

describe('a ZMQRequest with waitForTurn', () => {
  it('sends one request after the reply to the other, in the order of the calls', async () => {
    const { req, wire, ignored } = requester();
    const sends = ['1', '2', '3'].map((text) => req.send(text));
    const receives = [req.receive(), req.receive(), req.receive()];
    expect(await sends[0]).toBe(true);
    expect(wire.sent).toStrictEqual(['1']);
    for (const text of ['1', '2', '3']) {
      await expect.poll(() => wire.sent.at(-1)).toBe(text);
      wire.reply(`re ${text}`);
    }
    expect((await Promise.all(receives)).map(String)).toEqual(['re 1', 're 2', 're 3']);
    expect(await Promise.all(sends)).toEqual([true, true, true]);
    expect(ignored).not.toHaveBeenCalled();
    expect(req.stats().waitingSends).toBe(0);
  });

  it('receives the reply to a request that is sent later', async () => {
    const { req, wire } = requester();
    const received = req.receive();
    expect(req.tryReceive()).toBeUndefined();
    await req.send('question');
    wire.reply('answer');
    expect(`${await received}`).toBe('answer');
  });

  it('does not send by trySend out of turn, and says why', async () => {
    const { req, wire, ignored } = requester();
    await req.send('1');
    expect([req.trySend('2'), req.sendState]).toEqual([false, 'out-of-turn']);
    const third = req.send('3');
    wire.reply('re 1');
    expect(`${await req.receive()}`).toBe('re 1');
    expect(await third).toBe(true);
    expect(req.trySend('4')).toBe(false);
    expect(wire.sent).toStrictEqual(['1', '3']);
    expect(ignored).not.toHaveBeenCalled();
  });

  it('gives up a send that waits for its turn, and the next one has it', async () => {
    useFakeTime();
    onTestFinished(useRealTime);
    const { req, wire } = requester();
    await req.send('1');
    const controller = new AbortController();
    const given = failure(req.send('2', { signal: controller.signal }));
    const late = failure(req.send('3', { timeout: 10 }));
    const next = req.send('4');
    await expect(req.send('5', { timeout: 0 })).rejects.toMatchObject({
      code: 'EAGAIN',
      message: expect.stringContaining('It was not the turn of this socket to send within 0 ms.'),
    });
    controller.abort('enough');
    expect(await given).toBe('enough');
    await vi.advanceTimersByTimeAsync(11);
    expect(await late).toMatchObject({
      message: expect.stringContaining('It was not the turn of this socket to send within 10 ms.'),
    });
    const received = req.receive();
    wire.reply('re 1');
    expect(`${await received}`).toBe('re 1');
    await vi.advanceTimersByTimeAsync(1);
    expect(await next).toBe(true);
    expect(wire.sent).toStrictEqual(['1', '4']);
  });

  it('has a send wait for its turn no longer than sendTimeout', async () => {
    useFakeTime();
    onTestFinished(useRealTime);
    const { req, wire } = requester({ sendTimeout: 20 });
    await req.send('1');
    const late = failure(req.send('2'));
    await vi.advanceTimersByTimeAsync(25);
    expect(await late).toMatchObject({ code: 'EAGAIN' });
    wire.reply('re 1');
    await req.receive();
    expect(wire.sent).toStrictEqual(['1']);
  });

  it('takes the next request when there is room only later', async () => {
    const { req, wire } = requester();
    await req.send('1');
    const second = req.send('2');
    wire.room = 0;
    wire.reply('re 1');
    await req.receive();
    const received = req.receive();
    wire.deliver('stray');
    await nextTurn();
    expect(wire.sent).toStrictEqual(['1']);
    wire.makeRoom();
    expect(await second).toBe(true);
    expect(`${await received}`).toBe('stray');
  });

  it('is closed at once although sends wait for their turn, which will not come', async () => {
    const { req } = requester();
    await req.send('1');
    const second = failure(req.send('2'));
    await req.close();
    expect(await second).toMatchObject({ code: 'ENOTSOCK' });
  });

  it('ignores sends during a request(), and refuses a request() while sends wait', async () => {
    const { req, wire, ignored } = requester();
    const answer = req.request('asked');
    await expect.poll(() => wire.sent).toStrictEqual(['asked']);
    expect(await req.send('meanwhile')).toBe(false);
    expect(ignored).toHaveBeenCalledTimes(1);
    await expect(req.receive()).rejects.toMatchObject({ code: 'EFSM' });
    wire.reply('re');
    expect(`${await answer}`).toBe('re');
    await req.send('1');
    const second = req.send('2');
    await expect(req.request('3')).rejects.toMatchObject({ code: 'EFSM' });
    wire.reply('re 1');
    await req.receive();
    expect(await second).toBe(true);
  });

  it('ignores sends again once the option is taken back, behind those that wait', async () => {
    const { req, wire } = requester();
    await req.send('1');
    const second = req.send('2');
    req.setOption('waitForTurn', false);
    const third = req.send('3');
    const received = req.receive();
    wire.reply('re 1');
    expect(`${await received}`).toBe('re 1');
    expect(await second).toBe(true);
    wire.reply('re 2');
    expect(`${await req.receive()}`).toBe('re 2');
    expect(await third).toBe(true);
    expect(await req.send('4')).toBe(false);
  });
});

describe('a ZMQReply with waitForTurn', () => {
  it('sends a reply that came early to the request that comes next', async () => {
    const { rep, wire } = replier();
    const early = rep.send('answer');
    await nextTurn();
    expect(wire.sent).toStrictEqual([]);
    const received = rep.receive();
    wire.deliver('question');
    expect(`${await received}`).toBe('question');
    expect(await early).toBe(true);
    expect(wire.sent).toStrictEqual(['answer']);
  });

  it('has receives wait until the reply is sent', async () => {
    const { rep, wire } = replier();
    const receives = [rep.receive(), rep.receive()];
    wire.deliver('1', '2');
    expect(`${await receives[0]}`).toBe('1');
    await nextTurn();
    expect(wire.queued().incoming).toBe(1);
    await rep.send('re 1');
    expect(`${await receives[1]}`).toBe('2');
  });
});
