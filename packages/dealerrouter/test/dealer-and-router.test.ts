import { describe, expect, it } from 'vitest';
import { ZMQError } from '@zeromq-ts/core';
import { FakeEngine } from '@zeromq-ts/testing';
import { ZMQDealer } from '../src/zmq-dealer.js';
import { ZMQRouter } from '../src/zmq-router.js';

describe('a ZMQDealer', () => {
  it('connects by default, and sends and receives in any order, RR-12', async () => {
    const engine = new FakeEngine();
    const dealer = new ZMQDealer('inproc://x', { engine, routingId: 'anna' });
    const wire = engine.last;
    expect(dealer.type).toBe('DEALER');
    expect(wire.calls).toStrictEqual(['connect inproc://x']);
    expect(String(wire.request.options.routingId)).toBe('anna');
    wire.deliver('1', '2');
    await dealer.send('a');
    await dealer.send('b');
    expect(`${await dealer.receive()}${await dealer.receive()}`).toBe('12');
    expect(wire.sent).toStrictEqual(['a', 'b']);
  });
});

describe('a ZMQRouter', () => {
  it('binds by default, and leaves the routing id where it is: the first frame, in and out, RR-16', async () => {
    const engine = new FakeEngine();
    const router = new ZMQRouter('inproc://x', { engine });
    expect(router.type).toBe('ROUTER');
    expect(engine.last.calls).toStrictEqual(['bind inproc://x']);
    engine.last.deliver([Uint8Array.of(0, 1, 2), 'hello']);
    const [id, text] = await router.receive();
    expect([...(id ?? [])]).toStrictEqual([0, 1, 2]);
    await router.send([id ?? '', `re: ${text}`]);
    expect(engine.last.sent).toStrictEqual(['\0\u0001\u0002|re: hello']);
  });

  it('hands on what the engine refuses with mandatory, RR-19', async () => {
    const engine = new FakeEngine();
    const router = new ZMQRouter('inproc://x', { engine, mandatory: true, handover: true });
    expect(engine.last.request.options).toMatchObject({ mandatory: true, handover: true });
    engine.last.sendFailure = new ZMQError('EHOSTUNREACH', 'There is no peer "bob".');
    await expect(router.send(['bob', 'hello'])).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
    engine.last.sendFailure = new ZMQError('EAGAIN', 'The queue of "bob" is full.');
    expect(() => router.trySend(['bob', 'hello'])).toThrow(expect.objectContaining({ code: 'EAGAIN' }));
  });
});
