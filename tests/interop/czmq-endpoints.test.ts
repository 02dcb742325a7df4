import type { ZMQSocket } from '@zeromq-ts/core';
import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQPair } from '@zeromq-ts/pair';
import { ZMQPublisher, ZMQSubscriber, ZMQXPublisher, ZMQXSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ForeignPeer } from './foreign-peer.js';
import { describeLibraries, freshEndpoint } from './meetings.js';

/** Closes the socket with the test. */
function forThisTest<S extends ZMQSocket>(socket: S): S {
  onTestFinished(() => socket.close({ linger: 0 }));
  return socket;
}

describeLibraries(
  (engine, program) => {
    describe('the same text does the same as in zsock', () => {
      const anywhere = freshEndpoint('tcp');

      it('REQ connects, and REP binds', async () => {
        const peer = await ForeignPeer.start(program, 'REP', 'attach', anywhere);
        const request = forThisTest(new ZMQRequest(peer.endpoint, { engine }));
        await request.send('1');
        expect(await peer.receiveText()).toBe('1');

        const reply = forThisTest(new ZMQReply(anywhere, { engine }));
        await reply.ready;
        const theirRequest = await ForeignPeer.start(program, 'REQ', 'attach', reply.endpoint!);
        await theirRequest.sendText('2');
        expect((await reply.receive()).text()).toBe('2');
      });

      it('PUSH connects, and PULL binds', async () => {
        const peer = await ForeignPeer.start(program, 'PULL', 'attach', anywhere);
        const push = forThisTest(new ZMQPush(peer.endpoint, { engine }));
        await push.send('1');
        expect(await peer.receiveText()).toBe('1');

        const pull = forThisTest(new ZMQPull(anywhere, { engine }));
        await pull.ready;
        const theirPush = await ForeignPeer.start(program, 'PUSH', 'attach', pull.endpoint!);
        await theirPush.sendText('2');
        expect((await pull.receive()).text()).toBe('2');
      });

      it('DEALER connects, and ROUTER binds', async () => {
        const peer = await ForeignPeer.start(program, 'ROUTER', 'attach', anywhere);
        const dealer = forThisTest(new ZMQDealer(peer.endpoint, { engine }));
        await dealer.send('1');
        expect(String((await peer.receive())[1])).toBe('1');

        const router = forThisTest(new ZMQRouter(anywhere, { engine }));
        await router.ready;
        const theirDealer = await ForeignPeer.start(program, 'DEALER', 'attach', router.endpoint!);
        await theirDealer.sendText('2');
        expect((await router.receive()).text(1)).toBe('2');
      });

      it('PUB and XPUB bind, and SUB and XSUB connect', async () => {
        const peer = await ForeignPeer.start(program, 'XPUB', 'attach', anywhere);
        forThisTest(new ZMQSubscriber(peer.endpoint, 'A', { engine }));
        expect((await peer.receive()).map(String)).toEqual(['\u0001A']);
        const xsub = forThisTest(new ZMQXSubscriber(peer.endpoint, { engine }));
        await xsub.send('\u0001B');
        expect((await peer.receive()).map(String)).toEqual(['\u0001B']);

        const publisher = forThisTest(new ZMQPublisher(anywhere, { engine }));
        await publisher.ready;
        const theirSub = await ForeignPeer.start(program, 'SUB', 'attach', publisher.endpoint!);
        await theirSub.subscribe(Buffer.from('A'));
        await publisher.subscribed('A');

        const xpub = forThisTest(new ZMQXPublisher(anywhere, { engine }));
        await xpub.ready;
        const theirXsub = await ForeignPeer.start(program, 'XSUB', 'attach', xpub.endpoint!);
        await theirXsub.send(Buffer.from('\u0001B'));
        expect((await xpub.receive()).text()).toBe('\u0001B');
      });

      it('PAIR connects', async () => {
        const peer = await ForeignPeer.start(program, 'PAIR', 'bind', anywhere);
        const pair = forThisTest(new ZMQPair(peer.endpoint, { engine }));
        await pair.send('1');
        expect(await peer.receiveText()).toBe('1');

        const ourBound = forThisTest(new ZMQPair(`@${anywhere}`, { engine }));
        await ourBound.ready;
        const theirs = await ForeignPeer.start(program, 'PAIR', 'attach', ourBound.endpoint!);
        await theirs.sendText('2');
        expect((await ourBound.receive()).text()).toBe('2');
      });

      it('@ binds and > connects, against what the type would do', async () => {
        const peer = await ForeignPeer.start(program, 'PUSH', 'attach', `@${anywhere}`);
        const pull = forThisTest(new ZMQPull(`>${peer.endpoint}`, { engine }));
        await peer.sendText('1');
        expect((await pull.receive()).text()).toBe('1');

        const push = forThisTest(new ZMQPush(`@${anywhere}`, { engine }));
        await push.ready;
        const theirPull = await ForeignPeer.start(program, 'PULL', 'attach', `>${push.endpoint}`);
        await push.send('2');
        expect(await theirPull.receiveText()).toBe('2');
      });

      it('a list names several endpoints, each with its own prefix', async () => {
        const first = await ForeignPeer.start(program, 'PULL', 'bind', freshEndpoint('tcp'));
        const second = await ForeignPeer.start(program, 'PULL', 'bind', freshEndpoint('ipc'));
        const list = `>${first.endpoint},>${second.endpoint}`;
        const push = forThisTest(new ZMQPush(list, { engine }));
        await push.connected({ peers: 2 });
        await push.send('1');
        await push.send('2');
        const ours = await Promise.all([first.receiveText(), second.receiveText()]);
        expect(ours.sort()).toEqual(['1', '2']);

        const theirPush = await ForeignPeer.start(program, 'PUSH', 'attach', list);
        await theirPush.sendText('3');
        await theirPush.sendText('4');
        const theirs = await Promise.all([first.receiveText(), second.receiveText()]);
        expect(theirs.sort()).toEqual(['3', '4']);
      });

      it.each(['*[49200-49299]', '![49300-]'])(
        'port %s is the first free one, or a random one, of the range',
        async (port) => {
          const peer = await ForeignPeer.start(program, 'PULL', 'bind', `tcp://127.0.0.1:${port}`);
          const pull = forThisTest(new ZMQPull(undefined, { engine }));
          const endpoint = await pull.bind(`tcp://127.0.0.1:${port}`);
          const ports = [peer.endpoint, endpoint].map((each) => Number(each.split(':')[2]));
          const [first, last] = port.startsWith('*') ? [49200, 49299] : [49300, 65535];
          for (const each of ports) {
            expect(each).toBeGreaterThanOrEqual(first);
            expect(each).toBeLessThanOrEqual(last);
          }
          expect(ports[0]).not.toBe(ports[1]);
        },
      );
    });
  },
  ['czmq'],
);
