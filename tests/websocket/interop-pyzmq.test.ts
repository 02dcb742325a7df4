import { createHash } from 'node:crypto';
import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQPair } from '@zeromq-ts/pair';
import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import type { SocketTypeName, ZMQSocket } from '@zeromq-ts/core';
import '@zeromq-ts/websocket';
import { afterAll, describe, expect, it } from 'vitest';
import { ForeignPeer } from '../interop/foreign-peer.js';
import { PAYLOADS } from '../interop/payloads.js';
import { preparePeers } from '../interop/peer-programs.js';
import { IN_PEACE } from '../processes/line-child.js';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

const { programs, cleanUp } = await preparePeers();
afterAll(cleanUp);
const pyzmq = programs.find(({ name }) => name === 'pyzmq');

const WAIT_OPTIONS = { timeout: 10_000 };
const MANY = 10_000;
const digests = (frames: Iterable<Uint8Array>): string[] =>
  Array.from(frames, (frame) => `${frame.byteLength} ${createHash('sha256').update(frame).digest('hex')}`);

const missing = pyzmq === undefined ? 'there is no program' : pyzmq.missing;

describe.each(['binds', 'connects'] as const)(
  `WZ-01 pyzmq, libzmq 4.3.4${missing === undefined ? '' : ` — skipped: ${missing}`}: this side %s`,
  (role) => {
    const test = it.skipIf(missing !== undefined);
    const meet = async (
      socket: ZMQSocket,
      type: SocketTypeName,
      routingId?: string,
      environment?: NodeJS.ProcessEnv,
    ): Promise<ForeignPeer> => {
      using(socket);
      const program = pyzmq as NonNullable<typeof pyzmq>;
      if (role === 'binds') {
        const endpoint = await socket.bind('ws://127.0.0.1:*/peer');
        return ForeignPeer.start(program, type, 'connect', endpoint, routingId, environment);
      }
      const peer = await ForeignPeer.start(program, type, 'bind', 'ws://127.0.0.1:*/peer', routingId, environment);
      socket.connect(peer.endpoint);
      return peer;
    };

    test('our PUSH sends to their PULL', async () => {
      const push = new ZMQPush();
      const peer = await meet(push, 'PULL');
      for (const { what, frames } of PAYLOADS) {
        await push.send(frames);
        expect(digests(await peer.receive()), what).toEqual(digests(frames));
      }
      const received = peer.receiveNumbers(MANY);
      for (let number = 0; number < MANY; number++) await push.send(String(number));
      await received;
      expect(await peer.end()).toEqual(IN_PEACE);
    });

    test('our PULL receives from their PUSH', async () => {
      const pull = new ZMQPull();
      const peer = await meet(pull, 'PUSH');
      for (const { what, frames } of PAYLOADS) {
        await peer.send(...frames);
        expect(digests(await pull.receive(WAIT_OPTIONS)), what).toEqual(digests(frames));
      }
      const sent = peer.sendNumbers(MANY);
      for (let number = 0; number < MANY; number++) {
        const message = await pull.receive(WAIT_OPTIONS);
        if (message.text() !== String(number)) expect(message.text()).toBe(String(number));
      }
      await sent;
      expect(await peer.end()).toEqual(IN_PEACE);
    });

    test('our REQ asks their REP, and our REP answers their REQ', async () => {
      const request = new ZMQRequest();
      const reply = await meet(request, 'REP');
      for (const { what, frames } of PAYLOADS) {
        await request.send(frames);
        await reply.send(...(await reply.receive()));
        expect(digests(await request.receive(WAIT_OPTIONS)), what).toEqual(digests(frames));
      }
      const ours = new ZMQReply();
      const asking = await meet(ours, 'REQ');
      await asking.sendText('question');
      expect((await ours.receive(WAIT_OPTIONS)).text()).toBe('question');
      await ours.send('answer');
      expect(await asking.receiveText()).toBe('answer');
    });

    test('our SUB subscribes at their PUB, and theirs at ours', async () => {
      const subscriber = new ZMQSubscriber(undefined, 'A');
      const publisher = await meet(subscriber, 'XPUB');
      expect(String((await publisher.receive())[0])).toBe('\x01A');
      await publisher.send(Buffer.from('B'));
      await publisher.send(Buffer.from('A1'));
      expect(String(await subscriber.receive(WAIT_OPTIONS))).toBe('A1');
      const ours = new ZMQPublisher();
      const theirs = await meet(ours, 'SUB');
      await theirs.subscribe(Buffer.from('A'));
      // A SUB of libzmq that is bound sends its subscriptions when it is next called.
      const received = theirs.receive();
      await ours.subscribed('A', WAIT_OPTIONS);
      await ours.send('B');
      await ours.send('A2');
      expect(String((await received)[0])).toBe('A2');
    });

    test('ROUTER and DEALER know each other by their routing ids', async () => {
      const router = new ZMQRouter();
      const dealer = await meet(router, 'DEALER', 'theirs');
      await dealer.sendText('hello');
      expect((await router.receive(WAIT_OPTIONS)).frames.map(String)).toEqual(['theirs', 'hello']);
      await router.send(['theirs', 'you']);
      expect(await dealer.receiveText()).toBe('you');
      const ours = new ZMQDealer(undefined, { routingId: 'ours' });
      const theirs = await meet(ours, 'ROUTER');
      await ours.send('hello');
      expect((await theirs.receive()).map(String)).toEqual(['ours', 'hello']);
    });

    test('PAIR', async () => {
      const pair = new ZMQPair();
      const peer = await meet(pair, 'PAIR');
      await pair.send('to');
      expect(await peer.receiveText()).toBe('to');
      await peer.sendText('fro');
      expect(String(await pair.receive(WAIT_OPTIONS))).toBe('fro');
    });

    // A server of pyzmq has its own test with the other engines: here it is about the subprotocol.
    if (role === 'connects') return;
    test('PLAIN', async () => {
      const pull = new ZMQPull(undefined, {
        plainServer: true,
        authenticate: ({ username, password }) => username === 'ann' && password === 'secret',
      });
      const peer = await meet(pull, 'PUSH', undefined, { ...process.env, PEER_USER: 'ann', PEER_PASSWORD: 'secret' });
      await peer.sendText('secret');
      expect(String(await pull.receive(WAIT_OPTIONS))).toBe('secret');
    });
  },
);
