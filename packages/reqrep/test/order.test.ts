import { describe, expect, it } from 'vitest';
import type { FakeSocket } from '@zeromq-ts/testing';
import { FakeEngine } from '@zeromq-ts/testing';
import type { ReplyOptions } from '../src/reply-options.js';
import { ZMQReply } from '../src/zmq-reply.js';
import type { RequestOptions } from '../src/request-options.js';
import { ZMQRequest } from '../src/zmq-request.js';

function requester(options: RequestOptions = {}): { req: ZMQRequest; wire: FakeSocket } {
  const engine = new FakeEngine();
  const req = new ZMQRequest('inproc://x', { engine, ...options });
  return { req, wire: engine.last };
}

function replier(options: ReplyOptions = {}): { rep: ZMQReply; wire: FakeSocket } {
  const engine = new FakeEngine();
  const rep = new ZMQReply('inproc://x', { engine, ...options });
  return { rep, wire: engine.last };
}

const abandoned = (wire: FakeSocket): number => wire.calls.filter((call) => call === 'abandonRequest').length;

describe('a ZMQRequest', () => {
  it('connects by default', () => {
    expect(requester().wire.calls).toStrictEqual(['connect inproc://x']);
    expect(requester().req.type).toBe('REQ');
  });

  it('sends and receives in turn, RR-02', async () => {
    const { req, wire } = requester();
    for (let round = 0; round < 3; round++) {
      expect(await req.send(`request ${round}`)).toBe(true);
      wire.reply(`reply ${round}`);
      expect(`${await req.receive()}`).toBe(`reply ${round}`);
    }
    expect(wire.sent).toStrictEqual(['request 0', 'request 1', 'request 2']);
  });

  it('ignores a second send before the reply, and says what to do', async () => {
    const { req, wire } = requester();
    const reasons: string[] = [];
    req.on('ignored', ({ reason }) => reasons.push(reason));
    await req.send('1');
    expect(await req.send('2')).toBe(false);
    expect(req.trySend('3')).toBe(false);
    expect(wire.sent).toStrictEqual(['1']);
    expect(reasons).toHaveLength(2);
    expect(reasons[0]).toContain('receive the reply');
    wire.reply('reply to 1');
    expect(`${await req.receive()}`).toBe('reply to 1');
    expect(await req.send('4')).toBe(true);
  });

  it('rejects a receive with no request under way with EFSM, and says what to do', async () => {
    const { req, wire } = requester();
    const refusal = { code: 'EFSM', message: expect.stringContaining('no request under way: send one') };
    await expect(req.receive()).rejects.toMatchObject(refusal);
    expect(() => req.tryReceive()).toThrow(expect.objectContaining(refusal));
    await req.send('1');
    wire.reply('1');
    await req.receive();
    await expect(req.receive({ timeout: 0 })).rejects.toMatchObject(refusal);
  });

  it('takes back a send that failed', async () => {
    const { req, wire } = requester({ sendTimeout: 5 });
    wire.room = 0;
    await expect(req.send('1')).rejects.toMatchObject({ code: 'EAGAIN' });
    await expect(req.receive()).rejects.toMatchObject({ code: 'EFSM' });
    wire.makeRoom();
    expect(await req.send('2')).toBe(true);
  });

  it('takes no reply before its request has left', async () => {
    const { req, wire } = requester();
    wire.room = 0;
    const sending = req.send('1');
    wire.deliver('stray');
    expect(req.tryReceive()).toBeUndefined();
    const receiving = req.receive();
    expect(wire.interest).toBe('none');
    wire.makeRoom();
    await sending;
    expect(`${await receiving}`).toBe('stray');
  });

  it('gives up the request under way for the next one with relaxed, B-066', async () => {
    const { req, wire } = requester({ relaxed: true });
    await req.send('1');
    expect(await req.send('2')).toBe(true);
    expect(abandoned(wire)).toBe(1);
    wire.reply('late', 0);
    expect(req.tryReceive()).toBeUndefined();
    wire.reply('2', 1);
    expect(`${await req.receive()}`).toBe('2');
    expect(await req.send('3')).toBe(true);
    expect(abandoned(wire)).toBe(1);
    expect(req.stats().ignored).toBe(0);
  });

  it('leaves telling late replies apart to the request ids with relaxed and correlate, B-065', async () => {
    const { req, wire } = requester({ relaxed: true, correlate: true });
    await req.send('1');
    expect(await req.send('2')).toBe(true);
    expect(abandoned(wire)).toBe(0);
  });

  it('gives nothing up for a bad message', async () => {
    const { req, wire } = requester({ relaxed: true });
    await req.send('1');
    await expect(req.send({} as never)).rejects.toThrow(TypeError);
    expect(abandoned(wire)).toBe(0);
    wire.reply('1');
    expect(`${await req.receive()}`).toBe('1');
  });
});

describe('a ZMQReply', () => {
  it('binds by default', () => {
    expect(replier().wire.calls).toStrictEqual(['bind inproc://x']);
    expect(replier().rep.type).toBe('REP');
  });

  it('receives and sends in turn, RR-07', async () => {
    const { rep, wire } = replier();
    wire.deliver('a', 'b');
    for (const text of ['a', 'b']) {
      const request = await rep.receive();
      expect(`${request}`).toBe(text);
      expect(await rep.send(`re: ${request}`)).toBe(true);
    }
    expect(wire.sent).toStrictEqual(['re: a', 're: b']);
  });

  it('ignores a send that answers no request, and says what to do', async () => {
    const { rep, wire } = replier();
    const reasons: string[] = [];
    rep.on('ignored', ({ reason }) => reasons.push(reason));
    expect(await rep.send('unasked')).toBe(false);
    wire.deliver('a');
    await rep.receive();
    expect(await rep.send('1')).toBe(true);
    expect(await rep.send('2')).toBe(false);
    expect(wire.sent).toStrictEqual(['1']);
    expect(reasons).toHaveLength(2);
    expect(reasons[0]).toContain('receive one');
  });

  it('rejects a receive while it owes a reply with EFSM, and says what to do', async () => {
    const { rep, wire } = replier();
    wire.deliver('a', 'b');
    await rep.receive();
    const refusal = { code: 'EFSM', message: expect.stringContaining('owes a reply: send it') };
    await expect(rep.receive()).rejects.toMatchObject(refusal);
    expect(() => rep.tryReceive()).toThrow(expect.objectContaining(refusal));
    await rep.send('re: a');
    expect(`${await rep.receive()}`).toBe('b');
  });

  it('lets concurrent receives wait, one request for each reply', async () => {
    const { rep, wire } = replier();
    const served: string[] = [];
    const serve = async (name: string): Promise<void> => {
      const request = await rep.receive();
      served.push(`${name} ${request}`);
      await rep.send(`re: ${request}`);
    };
    const serving = [serve('first'), serve('second')];
    wire.deliver('a', 'b');
    await Promise.all(serving);
    expect(served).toStrictEqual(['first a', 'second b']);
    expect(wire.sent).toStrictEqual(['re: a', 're: b']);
  });

  it('owes the reply still when its sending failed', async () => {
    const { rep, wire } = replier({ sendTimeout: 5 });
    wire.deliver('a');
    await rep.receive();
    wire.room = 0;
    await expect(rep.send('1')).rejects.toMatchObject({ code: 'EAGAIN' });
    await expect(rep.receive()).rejects.toMatchObject({ code: 'EFSM' });
    wire.makeRoom();
    expect(await rep.send('2')).toBe(true);
    expect(wire.sent).toStrictEqual(['2']);
  });

  it('takes no request before the reply to the one before has left', async () => {
    const { rep, wire } = replier();
    wire.deliver('a', 'b');
    await rep.receive();
    wire.room = 0;
    const sending = rep.send('re: a');
    expect(rep.tryReceive()).toBeUndefined();
    const receiving = rep.receive();
    wire.makeRoom();
    await sending;
    expect(`${await receiving}`).toBe('b');
  });

  it('answers each request before taking the next in a long synchronous loop', async () => {
    const { rep, wire } = replier();
    const count = 1000;
    wire.deliver(...Array.from({ length: count }, (_, index) => String(index)));
    const sending: Promise<boolean>[] = [];
    while (sending.length < count) {
      const request = rep.tryReceive();
      if (request === undefined) await sending.at(-1);
      else sending.push(rep.send(`re: ${request}`));
    }
    expect((await Promise.all(sending)).every(Boolean)).toBe(true);
    expect(wire.sent).toStrictEqual(Array.from({ length: count }, (_, index) => `re: ${index}`));
  });
});
