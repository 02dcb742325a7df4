import { describe, expect, it } from 'vitest';
import { FakeEngine } from '@zeromq-ts/testing';
import { ZMQPull } from '../src/zmq-pull.js';
import { ZMQPush } from '../src/zmq-push.js';

describe('a ZMQPush', () => {
  it('connects by default, sends, and cannot receive, PI-05', async () => {
    const engine = new FakeEngine();
    const push = new ZMQPush('inproc://x', { engine });
    expect(push.type).toBe('PUSH');
    expect(engine.last.calls).toStrictEqual(['connect inproc://x']);
    expect(await push.send('task')).toBe(true);
    expect('receive' in push).toBe(false);
    expect('tryReceive' in push).toBe(false);
    expect(Symbol.asyncIterator in push).toBe(false);
  });

  it('waits while no peer has room, PI-02', async () => {
    const engine = new FakeEngine();
    const push = new ZMQPush('inproc://x', { engine, sendHighWaterMark: 1 });
    engine.last.room = 0;
    const sending = push.send('task');
    expect(push.stats().waitingSends).toBe(1);
    engine.last.makeRoom();
    expect(await sending).toBe(true);
  });
});

describe('a ZMQPull', () => {
  it('binds by default, receives, and cannot send, PI-05', async () => {
    const engine = new FakeEngine();
    const pull = new ZMQPull('inproc://x', { engine });
    expect(pull.type).toBe('PULL');
    expect(engine.last.calls).toStrictEqual(['bind inproc://x']);
    engine.last.deliver(['a', 'b']);
    const [first, second] = await pull.receive();
    expect(`${first}${second}`).toBe('ab');
    expect('send' in pull).toBe(false);
    expect('trySend' in pull).toBe(false);
  });

  it('refuses the options of other sockets', () => {
    const engine = new FakeEngine();
    expect(() => new ZMQPull(undefined, { engine, mandatory: true } as never)).toThrow(
      expect.objectContaining({ code: 'EINVAL', message: expect.stringMatching(/mandatory.*PULL/) }),
    );
  });
});
