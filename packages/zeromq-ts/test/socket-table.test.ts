import { describe, expect, it } from 'vitest';
import * as zeromq from 'zeromq-ts';
import type { ZMQSocket } from 'zeromq-ts';
import type { FakeSocket } from '@zeromq-ts/testing';
import { FakeEngine } from '@zeromq-ts/testing';

const table = [
  ['REQ', zeromq.ZMQRequest, 'connect', true, true, ['REP', 'ROUTER']],
  ['REP', zeromq.ZMQReply, 'bind', true, true, ['REQ', 'DEALER']],
  ['PUB', zeromq.ZMQPublisher, 'bind', true, false, ['SUB', 'XSUB']],
  ['SUB', zeromq.ZMQSubscriber, 'connect', false, true, ['PUB', 'XPUB']],
  ['XPUB', zeromq.ZMQXPublisher, 'bind', true, true, ['SUB', 'XSUB']],
  ['XSUB', zeromq.ZMQXSubscriber, 'connect', true, true, ['PUB', 'XPUB']],
  ['PUSH', zeromq.ZMQPush, 'connect', true, false, ['PULL']],
  ['PULL', zeromq.ZMQPull, 'bind', false, true, ['PUSH']],
  ['DEALER', zeromq.ZMQDealer, 'connect', true, true, ['REP', 'DEALER', 'ROUTER']],
  ['ROUTER', zeromq.ZMQRouter, 'bind', true, true, ['REQ', 'DEALER', 'ROUTER']],
  ['PAIR', zeromq.ZMQPair, 'connect', true, true, ['PAIR']],
] as const;

type Type = (typeof table)[number][0];

/** A socket of any type, made by the factory, and its other side. */
function create(type: Type, endpoint?: string): { socket: ZMQSocket; wire: FakeSocket } {
  const engine = new FakeEngine();
  const factory = zeromq.createSocket as (type: Type, ...args: unknown[]) => ZMQSocket;
  const socket = type === 'SUB' ? factory(type, endpoint, [], { engine }) : factory(type, endpoint, { engine });
  return { socket, wire: engine.last };
}

describe.each(table)('%s', (type, socketClass, action, sends, receives, peers) => {
  it(`is a ${socketClass.name}, made by the factory`, () => {
    const { socket, wire } = create(type);
    expect(socket).toBeInstanceOf(socketClass);
    expect(socket.type).toBe(type);
    expect(wire.request.definition).toMatchObject({ type, className: socketClass.name, defaultAction: action });
  });

  it(`${action}s by default, and does the other with a prefix`, () => {
    expect(create(type, 'inproc://x').wire.calls).toStrictEqual([`${action} inproc://x`]);
    const [prefix, other] = action === 'bind' ? ['>', 'connect'] : ['@', 'bind'];
    expect(create(type, `${prefix}inproc://x`).wire.calls).toStrictEqual([`${other} inproc://x`]);
  });

  it('has the members of its directions, and no others', () => {
    const { socket, wire } = create(type);
    for (const member of ['send', 'trySend']) expect(member in socket, member).toBe(sends);
    for (const member of ['receive', 'tryReceive', Symbol.asyncIterator]) expect(member in socket).toBe(receives);
    expect(wire.request.definition).toMatchObject({ sends, receives });
  });

  it('has the peers of RFC 37, "The Socket-Type Property", who have it as a peer, too, T-01', () => {
    expect(create(type).wire.request.definition.peers).toStrictEqual(peers);
    for (const peer of peers) expect(create(peer).wire.request.definition.peers).toContain(type);
  });
});
