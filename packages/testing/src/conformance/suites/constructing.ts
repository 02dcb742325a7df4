import { expect } from 'vitest';
import type { SocketTypeName } from '../socket-classes.js';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, expectRefusal, receiveTexts } from '../waiting.js';

/** Types whose constructor binds, each with a type that connects to it by its constructor. */
const DEFAULTS: readonly (readonly [binds: SocketTypeName, connects: SocketTypeName])[] = [
  ['REP', 'REQ'],
  ['PUB', 'SUB'],
  ['XPUB', 'XSUB'],
  ['PULL', 'PUSH'],
  ['ROUTER', 'DEALER'],
];

/** Endpoints given to the constructor: default actions, prefixes, lists, `ready`. */
export function constructing(suite: Suite): void {
  for (const [binds, connects] of DEFAULTS) {
    suite.overTransports(`the constructor of ${binds} binds and that of ${connects} connects`, async (scope) => {
      const endpoint = await scope.endpoint();
      const binder = scope.binding(binds, {}, endpoint);
      await binder.ready;
      expect(binder.endpoint).toBe(endpoint);
      const connecter = scope.connecting(connects, {}, endpoint);
      expect(connecter.endpoint).toBe(endpoint);
      await scope.connected(binder, connecter);
    });
  }

  suite.overTransports('the constructor of PAIR connects; a prefix @ makes it bind', async (scope) => {
    const endpoint = await scope.endpoint();
    const binder = scope.binding('PAIR', {}, `@${endpoint}`);
    const connecter = scope.connecting('PAIR', {}, endpoint);
    await scope.connected(binder, connecter);
  });

  suite.overTransports('the prefixes @ and > turn the defaults round', async (scope) => {
    const endpoint = await scope.endpoint();
    const push = scope.binding('PUSH', {}, `@${endpoint}`);
    const pull = scope.connecting('PULL', {}, `>${endpoint}`);
    await push.send('turned');
    expect(await receiveTexts(pull)).toEqual(['turned']);
  });

  suite.overTransports('a list binds and connects each of its endpoints, spaces round commas or not', async (scope) => {
    const [first, second, third] = [await scope.endpoint(), await scope.endpoint(), await scope.endpoint()];
    const pulls = [scope.binding('PULL', {}, first), scope.binding('PULL', {}, second)];
    await Promise.all(pulls.map((pull) => pull.ready));
    const push = scope.connecting('PUSH', {}, `>${first}, ${second} ,@${third}`);
    await push.ready;
    const late = scope.binding('PULL', {}, `>${third}`);
    await push.connected({ peers: 3, timeout: EVENT_TIMEOUT_MS });
    for (let index = 0; index < 3; index++) await push.send(`job ${index}`);
    for (const pull of [...pulls, late]) expect(await receiveTexts(pull)).toHaveLength(1);
  });

  suite.overTransports('an array of endpoints is a list', async (scope) => {
    const endpoints = [await scope.endpoint(), await scope.endpoint()];
    const pull = scope.binding('PULL', {}, endpoints);
    await pull.ready;
    const pushes = endpoints.map((endpoint) => scope.connecting('PUSH', {}, [endpoint]));
    for (const push of pushes) await push.send('x');
    await receiveTexts(pull);
    await receiveTexts(pull);
  });

  suite.it('an empty array neither binds nor connects', async (scope) => {
    const pull = scope.binding('PULL', {}, []);
    await pull.ready;
    expect(pull.endpoint).toBeNull();
  });

  suite.overTransports('ready resolves when the endpoints are bound, with the real endpoint', async (scope) => {
    const endpoint = await scope.anyEndpoint();
    const pull = scope.binding('PULL', {}, endpoint);
    await pull.ready;
    if (scope.tested.wildcard === undefined) expect(pull.endpoint).toBe(endpoint);
    else expect(pull.endpoint?.replace(/:[1-9]\d+/, ':*')).toBe(endpoint);
  });

  suite.it('ready resolves for a socket without endpoints, and for one that only connects', async (scope) => {
    await scope.binding('PULL').ready;
    await scope.connecting('PUSH', {}, await scope.endpoint()).ready;
  });

  suite.overTransports(
    'a constructor bind that fails rejects ready and every later send and receive',
    async (scope) => {
      const endpoint = await scope.endpoint();
      await scope.binding('DEALER').bind(endpoint);
      const socket = scope.binding('DEALER', {}, `@${endpoint}`);
      // Nothing is attached to `ready` while it fails: an unhandled rejection would fail the run.
      const early = socket.receive();
      await expectRefusal(early, 'EADDRINUSE');
      const error = await expectRefusal(socket.ready, 'EADDRINUSE');
      expect(error.endpoint).toBe(endpoint);
      await expectRefusal(socket.send('x'), 'EADDRINUSE');
      await expectRefusal(socket.receive(), 'EADDRINUSE');
      await socket.close();
      expect(socket.closed).toBe(true);
    },
  );

  suite.it('SUB: a topic or topics come second', async (scope) => {
    const pub = scope.binding('PUB');
    const one = scope.connecting('SUB', { topics: 'a' });
    const several = scope.connecting('SUB', { topics: ['b', new Uint8Array([99])] });
    await scope.join(pub, one, several);
    for (const topic of ['a', 'b', 'c']) await pub.subscribed(topic, { timeout: EVENT_TIMEOUT_MS });
    for (const body of ['a1', 'b1', 'c1', 'd1', 'a2', 'b2']) await pub.send(body);
    expect([await receiveTexts(one), await receiveTexts(one)]).toEqual([['a1'], ['a2']]);
    expect([await receiveTexts(several), await receiveTexts(several), await receiveTexts(several)]).toEqual([
      ['b1'],
      ['c1'],
      ['b2'],
    ]);
  });
}
