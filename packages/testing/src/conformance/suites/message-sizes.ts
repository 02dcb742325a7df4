import { expect } from 'vitest';
import type { Pair } from '../tested-engine.js';
import type { Suite } from '../suite.js';
import { eventually, expectRefusal, expectSilence, nextEvent, receiveTexts, texts } from '../waiting.js';

/** Whether a socket knows the largest frame that its peer takes: both sides have to take part. */
export function knowsFrameLimits({ binder, connecter }: Pair): boolean {
  return binder.capabilities.tellsFrameLimit && connecter.capabilities.tellsFrameLimit;
}

const LIMIT = 1_000;
const tooLarge = (): Buffer => Buffer.alloc(LIMIT + 1, 'x');
const largest = (): Buffer => Buffer.alloc(LIMIT, 'x');

/** A message with more bytes than any peer takes, of frames that share their memory. */
function endlessMessage(): Buffer[] {
  const part = Buffer.alloc(2 ** 20);
  return Array.from({ length: 2_048 }, () => part);
}

/** What is larger than a peer takes costs only itself, and its sender hears of it. */
export function messageSizes(suite: Suite): void {
  if (suite.pair.binder.capabilities.tellsFrameLimit) {
    suite.overTransports('what no peer takes is refused by send, and the next message goes on', async (scope) => {
      const [push, pull] = [scope.binding('PUSH'), scope.connecting('PULL')];
      await scope.join(push, pull);
      const frames = Array.from({ length: 262_145 }, () => '');
      await expectRefusal(push.send(endlessMessage()), 'EMSGSIZE', /2147483648 bytes.*2147483647/);
      await expectRefusal(push.send(frames), 'EMSGSIZE', /262145 frames.*262144/);
      await expectRefusal(() => push.trySend(frames), 'EMSGSIZE');
      await push.send('next');
      expect(await receiveTexts(pull)).toEqual(['next']);
      expect(push.stats()).toMatchObject({ messagesSent: 1, dropped: { 'too-large': 0 } });
    });

    suite.it('what no peer takes is refused without any peer, and by a PUB without subscribers', async (scope) => {
      const [push, publisher] = [scope.binding('PUSH'), scope.binding('PUB')];
      for (const socket of [push, publisher]) {
        await socket.bind(await scope.endpoint());
        await expectRefusal(socket.send(endlessMessage()), 'EMSGSIZE');
      }
    });
  }

  if (!knowsFrameLimits(suite.pair)) {
    suite.overNetworks(
      'a frame that the peer refuses without having told its limit is not sent again, and the next messages go on',
      async (scope) => {
        const pull = scope.binding('PULL', { maxMessageSize: LIMIT });
        const push = scope.connecting('PUSH', { reconnectInterval: 10 });
        await scope.join(pull, push);
        let connections = 0;
        push.on('handshake-succeeded', () => connections++);
        const lost = nextEvent(push, 'disconnected');
        await push.send(tooLarge());
        await lost;
        await eventually('connected again', () => connections === 1);
        await push.send('next');
        expect(await receiveTexts(pull)).toEqual(['next']);
        await expectSilence(pull);
        expect(connections).toBe(1);
      },
    );
    return;
  }

  suite.overWirings('a frame larger than the peer takes is refused, and nothing else is lost', async (scope) => {
    const [pull, push] = [scope.binding('PULL', { maxMessageSize: LIMIT }), scope.connecting('PUSH')];
    await scope.join(pull, push);
    const others = [0, 1, 2].map((index) => push.send(`before ${index}`));
    await expectRefusal(push.send(tooLarge()), 'EMSGSIZE', /1001 bytes.*1000/);
    await expectRefusal(push.send(['head', tooLarge(), 'tail']), 'EMSGSIZE');
    await expectRefusal(push.send('é'.repeat(LIMIT / 2 + 1)), 'EMSGSIZE', /1002 bytes/);
    await expectRefusal(() => push.trySend(tooLarge()), 'EMSGSIZE');
    others.push(push.send([largest(), largest()]), push.send('é'.repeat(LIMIT / 2)));
    await Promise.all(others);
    const sizes: number[] = [];
    while (sizes.length < 5) sizes.push((await pull.receive()).size);
    expect(sizes).toEqual([8, 8, 8, 2 * LIMIT, LIMIT]);
    expect([push.stats().peers, pull.stats().peers]).toEqual([1, 1]);
  });

  suite.overTransports(
    'what was queued before the peer told its limit is dropped, counted, and costs only itself',
    async (scope) => {
      const [pull, push] = [scope.binding('PULL', { maxMessageSize: LIMIT }), scope.connecting('PUSH')];
      const endpoint = await scope.endpoint();
      push.connect(endpoint);
      await push.send('first');
      await push.send(['head', tooLarge()]);
      await push.send('last');
      const dropped = nextEvent(push, 'dropped');
      await pull.bind(endpoint);
      expect([await receiveTexts(pull), await receiveTexts(pull)]).toEqual([['first'], ['last']]);
      expect(await dropped).toMatchObject({ reason: 'too-large', count: 1 });
      expect(push.stats().dropped['too-large']).toBe(1);
    },
  );

  suite.overTransports(
    'a request and a reply that are too large are refused, and smaller ones follow',
    async (scope) => {
      const rep = scope.binding('REP', { maxMessageSize: LIMIT });
      const req = scope.connecting('REQ', { maxMessageSize: LIMIT });
      await scope.join(rep, req);
      await expectRefusal(req.send(tooLarge()), 'EMSGSIZE');
      await expectRefusal(req.request(tooLarge(), { timeout: 1_000, retries: 5 }), 'EMSGSIZE');
      await req.send('question');
      expect(await receiveTexts(rep)).toEqual(['question']);
      await expectRefusal(rep.send(tooLarge()), 'EMSGSIZE');
      await rep.send('too much to say');
      expect(await receiveTexts(req)).toEqual(['too much to say']);
    },
  );

  suite.overTransports('a ROUTER refuses what the peer does not take, and goes on with it', async (scope) => {
    const router = scope.binding('ROUTER');
    const dealer = scope.connecting('DEALER', { routingId: 'd', maxMessageSize: LIMIT });
    await scope.join(router, dealer);
    await dealer.send('hello');
    await router.receive();
    await expectRefusal(router.send(['d', tooLarge()]), 'EMSGSIZE');
    await router.send(['d', 'small']);
    expect(await receiveTexts(dealer)).toEqual(['small']);
  });

  suite.overTransports('a subscriber that does not take a message misses it alone', async (scope) => {
    const publisher = scope.binding('PUB');
    const [small, any] = [scope.connecting('SUB', { maxMessageSize: LIMIT }), scope.connecting('SUB')];
    await scope.join(publisher, small, any);
    small.subscribe('a');
    any.subscribe('b');
    await publisher.subscribed('a');
    await publisher.subscribed('b');
    any.subscribe('');
    small.subscribe('');
    await eventually('both have every topic', async () => {
      await publisher.send('c');
      return small.tryReceive() !== undefined && any.tryReceive() !== undefined;
    });
    await publisher.send(tooLarge());
    await publisher.send('end');
    const skip = async (socket: typeof any): Promise<number[]> => {
      const sizes: number[] = [];
      for (;;) {
        const message = await socket.receive();
        if (message.text() === 'end') return sizes.filter((size) => size > 1);
        sizes.push(message.size);
      }
    };
    expect([await skip(small), await skip(any)]).toEqual([[], [LIMIT + 1]]);
    expect(publisher.stats().dropped['too-large']).toBe(1);
  });

  suite.overNetworks('a topic that the publisher does not take is not sent to it again and again', async (scope) => {
    const publisher = scope.binding('PUB', { maxMessageSize: 50 });
    const subscriber = scope.connecting('SUB');
    await scope.join(publisher, subscriber);
    subscriber.subscribe('t'.repeat(51), 'short');
    await publisher.subscribed('short');
    await publisher.send(['short', 'message']);
    expect(texts(await subscriber.receive())).toEqual(['short', 'message']);
    await expectSilence(subscriber);
    expect(publisher.stats().peers).toBe(1);
    expect(subscriber.stats().dropped['too-large']).toBe(1);
  });
}
