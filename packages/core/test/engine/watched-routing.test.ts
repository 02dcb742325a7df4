import { describe, expect, it } from 'vitest';
import { WatchedRouting } from '../../src/engine/watched-routing.js';
import type { Routing } from '../../src/routing/routing.js';
import { FakePipe } from '@zeromq-ts/testing';

/** What makes no room for a send that waits. */
const NEUTRAL = [
  'constructor',
  'held',
  'heldMessages',
  'survives',
  'send',
  'receive',
  'readable',
  'reserve',
  'hasSubscriber',
  'subscriberCount',
  'confirmations',
  'checkRoutingId',
  'routingIdOf',
  'hasMessage',
  'hasRoom',
];

const minimal: Routing = {
  attached: () => {},
  detached: () => {},
  readable: () => {},
  writable: () => {},
  send: () => false,
  receive: () => undefined,
};

type AnyMethod = (pipe: FakePipe, topic: Uint8Array) => unknown;

describe('a routing that is watched', () => {
  const names = Object.getOwnPropertyNames(WatchedRouting.prototype);

  it.each(names.filter((name) => !NEUTRAL.includes(name)))('has waiting sends tried again after %s', (name) => {
    let changes = 0;
    const calls: string[] = [];
    const routing = { ...minimal, [name]: () => calls.push(`${name} before ${changes}`) };
    const watched = new WatchedRouting(routing, () => changes++) as unknown as Record<string, AnyMethod>;
    (watched[name] as AnyMethod)(new FakePipe('a'), new Uint8Array(0));
    expect(calls).toEqual([`${name} before 0`]);
    expect(changes).toBe(1);
  });

  it('does so even where the pattern does nothing about it', () => {
    let changes = 0;
    const watched = new WatchedRouting(minimal, () => changes++);
    watched.lost(new FakePipe('a'));
    watched.abandonRequest();
    expect(changes).toBe(2);
    expect(watched.held).toBe(0);
    expect(watched.hasSubscriber(undefined)).toBe(false);
  });

  it('does not try again because of sends and receives themselves', () => {
    let changes = 0;
    const watched = new WatchedRouting(minimal, () => changes++);
    expect(watched.send('x')).toBe(false);
    expect(watched.receive()).toBeUndefined();
    expect(changes).toBe(0);
  });
});
