import type { AuthenticationRequest } from '@zeromq-ts/core';
import { ZMQPair } from '@zeromq-ts/pair';
import { ZMQSubscriber, ZMQXPublisher } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { curveKeyPair } from '@zeromq-ts/security';
import '@zeromq-ts/websocket';
import { beforeAll, describe, expect, it } from 'vitest';
import * as libzmq from 'zeromq';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

const ENDPOINT = 'ws://127.0.0.1:*/peer';
const WAIT_OPTIONS = { timeout: 20_000 };

/** A socket of libzmq, closed when the test is over. */
function native<T extends libzmq.Socket>(socket: T): T {
  socket.linger = 0;
  using({ close: () => socket.close() });
  return socket;
}

interface Bindable {
  bind(endpoint: never): Promise<unknown>;
  connect(endpoint: never): void;
}

/** Binds one and connects the other. libzmq resolves no endpoint by itself: `lastEndpoint` has it. */
async function join(binder: Bindable, connecter: Bindable): Promise<void> {
  const resolved = await binder.bind(ENDPOINT as never);
  const endpoint = typeof resolved === 'string' ? resolved : (binder as { lastEndpoint?: string }).lastEndpoint;
  connecter.connect(endpoint as never);
}

const server = curveKeyPair();
const client = curveKeyPair();

/** Answers what a PLAIN server of libzmq asks, without which it admits no client. */
beforeAll(async () => {
  const handler = new libzmq.Reply();
  await handler.bind('inproc://zeromq.zap.01');
  void (async () => {
    for await (const [version, id, , , , mechanism, username, password] of handler) {
      const known = String(username) === 'ann' && String(password) === 'secret';
      const fits = String(mechanism) === 'CURVE' || known;
      await handler.send([version, id, fits ? '200' : '400', '', '', ''] as libzmq.MessageLike[]);
    }
  })();
  return () => handler.close();
});

const MECHANISMS = {
  NULL: { ours: {}, theirs: {}, oursServer: {}, theirsServer: {} },
  PLAIN: {
    ours: { plainUsername: 'ann', plainPassword: 'secret' },
    oursServer: {
      plainServer: true,
      authenticate: ({ username, password }: AuthenticationRequest) => username === 'ann' && password === 'secret',
    },
    theirs: { plainUsername: 'ann', plainPassword: 'secret' },
    theirsServer: { plainServer: true, zapDomain: 'test' },
  },
  CURVE: {
    ours: { curveServerKey: server.publicKey, curveSecretKey: client.secretKey },
    oursServer: { curveServer: true, curveSecretKey: server.secretKey },
    theirs: { curveServerKey: server.publicKey, curvePublicKey: client.publicKey, curveSecretKey: client.secretKey },
    theirsServer: { curveServer: true, curveSecretKey: server.secretKey },
  },
} as const;

const SIZES = [0, 1, 124, 125, 65_534, 65_535, 65_536, 1_048_576];
const bodyOf = (length: number): Buffer => Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 7) & 255));

describe.each(['NULL', 'PLAIN', 'CURVE'] as const)('WZ-01 libzmq 4.3.5 with %s', (mechanism) => {
  const { ours, theirs, oursServer, theirsServer } = MECHANISMS[mechanism];
  describe.each(['binds', 'connects'] as const)('this side %s', (role) => {
    const own = role === 'binds' ? oursServer : ours;
    const peers = role === 'binds' ? theirs : theirsServer;
    const meet = (socket: Bindable, peer: Bindable): Promise<void> =>
      role === 'binds' ? join(socket, peer) : join(peer, socket);

    it('PUSH to PULL of libzmq, of every length form', async () => {
      const push = using(new ZMQPush(undefined, own));
      const pull = native(new libzmq.Pull(peers));
      await meet(push, pull);
      for (const size of SIZES) {
        await push.send(['part', bodyOf(size)]);
        const [part, body] = await pull.receive();
        expect(String(part)).toBe('part');
        expect(body?.equals(bodyOf(size))).toBe(true);
      }
    });

    it('PUSH of libzmq to PULL, of every length form', async () => {
      const pull = using(new ZMQPull(undefined, own));
      const push = native(new libzmq.Push(peers));
      await meet(pull, push);
      for (const size of SIZES) {
        await push.send(['part', bodyOf(size)]);
        const message = await pull.receive(WAIT_OPTIONS);
        expect(Buffer.from(message.frame(1) as Uint8Array).equals(bodyOf(size))).toBe(true);
      }
    });

    it('REQ asks REP of libzmq', async () => {
      const request = using(new ZMQRequest(undefined, own));
      const reply = native(new libzmq.Reply(peers));
      await meet(request, reply);
      await request.send('question');
      expect(String((await reply.receive())[0])).toBe('question');
      await reply.send('answer');
      expect(String(await request.receive(WAIT_OPTIONS))).toBe('answer');
    });

    it('REQ of libzmq asks REP', async () => {
      const reply = using(new ZMQReply(undefined, own));
      const request = native(new libzmq.Request(peers));
      await meet(reply, request);
      await request.send('question');
      expect(String(await reply.receive(WAIT_OPTIONS))).toBe('question');
      await reply.send('answer');
      expect(String((await request.receive())[0])).toBe('answer');
    });

    it('a ROUTER knows a DEALER of libzmq by its routing id, and the reverse', async () => {
      const router = using(new ZMQRouter(undefined, own));
      const dealer = native(new libzmq.Dealer({ ...peers, routingId: 'theirs' }));
      await meet(router, dealer);
      await dealer.send('hello');
      expect((await router.receive(WAIT_OPTIONS)).frames.map(String)).toEqual(['theirs', 'hello']);
      await router.send(['theirs', 'you']);
      expect(String((await dealer.receive())[0])).toBe('you');

      const other = using(new ZMQDealer(undefined, { ...own, routingId: 'ours' }));
      const native2 = native(new libzmq.Router(peers));
      await meet(other, native2);
      await other.send('hello');
      expect((await native2.receive()).map(String)).toEqual(['ours', 'hello']);
    });

    it('PAIR', async () => {
      const one = using(new ZMQPair(undefined, own));
      const other = native(new libzmq.Pair(peers));
      await meet(one, other);
      await one.send('to');
      expect(String((await other.receive())[0])).toBe('to');
      await other.send('fro');
      expect(String(await one.receive(WAIT_OPTIONS))).toBe('fro');
    });

    it('WT-02 WT-03 SUB subscribes at XPUB of libzmq, and receives', async () => {
      const subscriber = using(new ZMQSubscriber(undefined, [], own));
      const publisher = native(new libzmq.XPublisher(peers));
      subscriber.subscribe('A');
      await meet(subscriber, publisher);
      expect(String((await publisher.receive())[0])).toBe('\x01A');
      await publisher.send('Axx');
      expect(String(await subscriber.receive(WAIT_OPTIONS))).toBe('Axx');
    });

    it('WT-02 WT-03 SUB of libzmq subscribes at XPUB, and receives', async () => {
      const publisher = using(new ZMQXPublisher(undefined, own));
      const subscriber = native(new libzmq.Subscriber(peers));
      subscriber.subscribe('A');
      await meet(publisher, subscriber);
      // A SUB of libzmq that is bound sends its subscriptions when it is next called.
      const received = subscriber.receive();
      const first = publisher.receive(WAIT_OPTIONS);
      expect(String(await first)).toBe('\x01A');
      await publisher.send('Axx');
      expect(String((await received)[0])).toBe('Axx');
    });
  });
});
