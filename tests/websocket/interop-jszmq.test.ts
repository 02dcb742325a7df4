import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { EventEmitter } from 'node:events';
import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQSubscriber, ZMQXPublisher } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import '@zeromq-ts/websocket';
import { describe, expect, it } from 'vitest';
import { freePort } from '@zeromq-ts/testing/conformance';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

interface JsSocket extends EventEmitter {
  connect(endpoint: string): void;
  bindSync(endpoint: string): void;
  subscribe(topic: string): void;
  send(frames: string | readonly (string | Buffer)[]): void;
  close(): void;
}

type JsType = 'req' | 'rep' | 'dealer' | 'router' | 'pub' | 'sub' | 'xpub' | 'push' | 'pull' | 'pair';

// Its types are for an older `ws`.
const jszmq = createRequire(import.meta.url)('jszmq') as { socket(type: JsType): JsSocket };

function js(type: JsType): JsSocket {
  return using(jszmq.socket(type));
}

async function bound(type: JsType): Promise<{ socket: JsSocket; endpoint: string }> {
  const socket = js(type);
  const endpoint = `ws://127.0.0.1:${await freePort()}/js`;
  socket.bindSync(endpoint);
  return { socket, endpoint };
}

const message = async (socket: JsSocket): Promise<string[]> =>
  ((await once(socket, 'message')) as Buffer[]).map(String);

const WAIT_OPTIONS = { timeout: 20_000 };
/** jszmq knows no mechanism, and its servers no subprotocol with a slash. */
const BARE = { webSocket: { subprotocols: ['ZWS2.0'] } };

describe('WZ-01 jszmq 0.1.2 connects', () => {
  it('REQ to REP', async () => {
    const reply = using(new ZMQReply());
    const request = js('req');
    request.connect(await reply.bind('ws://127.0.0.1:*/ours'));
    request.send('question');
    expect(String(await reply.receive(WAIT_OPTIONS))).toBe('question');
    const answered = message(request);
    await reply.send('answer');
    expect(await answered).toEqual(['answer']);
  });

  it('PUSH to PULL, and a body of 1 MiB', async () => {
    const pull = using(new ZMQPull());
    const push = js('push');
    push.connect(await pull.bind('ws://127.0.0.1:*/ours'));
    push.send(['a', Buffer.alloc(1_048_576, 'x')]);
    expect((await pull.receive(WAIT_OPTIONS)).frames.map(({ byteLength }) => byteLength)).toEqual([1, 1_048_576]);
  });

  it('SUB to XPUB', async () => {
    const publisher = using(new ZMQXPublisher());
    const subscriber = js('sub');
    subscriber.connect(await publisher.bind('ws://127.0.0.1:*/ours'));
    subscriber.subscribe('A');
    expect(String(await publisher.receive(WAIT_OPTIONS))).toBe('\x01A');
    const received = message(subscriber);
    await publisher.send('A1');
    expect(await received).toEqual(['A1']);
  });

  it('DEALER to ROUTER', async () => {
    const router = using(new ZMQRouter());
    const dealer = js('dealer');
    dealer.connect(await router.bind('ws://127.0.0.1:*/ours'));
    dealer.send('hello');
    const [id, text] = (await router.receive(WAIT_OPTIONS)).frames;
    expect(String(text)).toBe('hello');
    const answered = message(dealer);
    await router.send([id as Uint8Array, 'you']);
    expect(await answered).toEqual(['you']);
  });
});

describe('WZ-01 jszmq 0.1.2 binds', () => {
  it('REQ to REP', async () => {
    const { socket, endpoint } = await bound('rep');
    const request = using(new ZMQRequest(endpoint, BARE));
    const asked = message(socket);
    await request.send('question');
    expect(await asked).toEqual(['question']);
    socket.send('answer');
    expect(String(await request.receive(WAIT_OPTIONS))).toBe('answer');
  });

  it('PUSH to PULL', async () => {
    const { socket, endpoint } = await bound('pull');
    const push = using(new ZMQPush(endpoint, BARE));
    const received = message(socket);
    await push.send(['a', 'b']);
    expect(await received).toEqual(['a', 'b']);
  });

  it('SUB to XPUB', async () => {
    const { socket, endpoint } = await bound('xpub');
    const subscriber = using(new ZMQSubscriber(endpoint, 'A', BARE));
    await new Promise((resolve) => socket.once('message', (_endpoint, frame) => resolve(frame)));
    socket.send('A1');
    expect(String(await subscriber.receive(WAIT_OPTIONS))).toBe('A1');
  });

  it('DEALER to ROUTER of jszmq, whose ids begin with the flags', async () => {
    const { socket, endpoint } = await bound('router');
    const dealer = using(new ZMQDealer(endpoint, { ...BARE, routingId: 'ours' }));
    const received = message(socket);
    await dealer.send('hello');
    // It takes the flags for a part of the routing id.
    expect(await received).toEqual(['\0ours', 'hello']);
    socket.send([Buffer.from('\0ours'), 'you']);
    expect(String(await dealer.receive(WAIT_OPTIONS))).toBe('you');
  });

  it('WN-08 whoever offers a mechanism is answered with it, and then without: the next attempt offers none', async () => {
    const { socket, endpoint } = await bound('pull');
    const push = using(new ZMQPush());
    const failed = once(push as never, 'handshake-failed') as Promise<[{ error: Error }]>;
    const received = message(socket);
    push.connect(endpoint);
    const [{ error }] = await failed;
    expect(error.message).toContain('jszmq');
    await push.send('at the second attempt');
    expect(await received).toEqual(['at the second attempt']);
  });
});
