import { describe, expect, it } from 'vitest';
import { FakeEngine } from '@zeromq-ts/testing';
import { ZMQPair } from '../src/zmq-pair.js';

describe('a ZMQPair', () => {
  it('connects by default, and sends and receives in any order', async () => {
    const engine = new FakeEngine();
    const pair = new ZMQPair('inproc://x', { engine });
    expect(pair.type).toBe('PAIR');
    expect(engine.last.calls).toStrictEqual(['connect inproc://x']);
    await pair.send('1');
    await pair.send('2');
    engine.last.deliver('a', 'b');
    expect(`${await pair.receive()}${await pair.receive()}`).toBe('ab');
    expect(engine.last.sent).toStrictEqual(['1', '2']);
  });

  it('waits while there is no peer, EX-02', async () => {
    const engine = new FakeEngine();
    const pair = new ZMQPair('inproc://x', { engine, sendTimeout: 5 });
    engine.last.room = 0;
    await expect(pair.send('1')).rejects.toMatchObject({ code: 'EAGAIN' });
  });
});
