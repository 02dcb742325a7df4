import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQPair } from '@zeromq-ts/pair';
import { ZMQPublisher, ZMQSubscriber, ZMQXPublisher, ZMQXSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import type { ZMQSocket } from '@zeromq-ts/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as npm from 'zeromq';
import { freePort } from '@zeromq-ts/testing/conformance';

/*
 * What docs/compat.md says of libzmq, seen at libzmq itself, through the npm package, and what it says of this library,
 * on both engines.
 */
const ENGINES = ['zmtp', 'libzmq'] as const;
/** Long enough for whatever could still come over loopback, where a test asks that nothing does; in milliseconds. */
const QUIET_MS = 300;

const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, QUIET_MS));

function closing<S extends ZMQSocket>(socket: S): S {
  onTestFinished(() => socket.close({ linger: 0 }));
  return socket;
}

function closingNative<S extends npm.Socket>(socket: S): S {
  onTestFinished(() => socket.close());
  return socket;
}

/** Binds to a port that another socket has just given up. */
async function rebind(router: ZMQRouter, endpoint: string): Promise<void> {
  await expect.poll(() => router.bind(endpoint).catch(() => undefined), { timeout: 20_000 }).toBe(endpoint);
}

describe.each(ENGINES)('on the engine %s', (engine) => {
  const options = { engine, linger: 0 } as const;

  it('probeRouter probes every connection on zmtp, and the first one only on libzmq', async () => {
    const router = closing(new ZMQRouter(undefined, options));
    const endpoint = await router.bind('tcp://127.0.0.1:*');
    const dealer = closing(new ZMQDealer(endpoint, { ...options, probeRouter: true, reconnectInterval: 20 }));
    const [, probe] = await router.receive({ timeout: 20_000 });
    expect(probe).toHaveLength(0);
    await router.close();
    const next = closing(new ZMQRouter(undefined, options));
    await rebind(next, endpoint);
    await next.connected({ timeout: 20_000 });
    await dealer.send('first');
    const [, first] = await next.receive({ timeout: 20_000 });
    expect(String(first)).toBe(engine === 'zmtp' ? '' : 'first');
  });

  it('a high-water mark that is raised makes room at once on zmtp, and on libzmq when the peer next takes something', async () => {
    const push = closing(new ZMQPush(undefined, { ...options, sendHighWaterMark: 1 }));
    push.connect(`tcp://127.0.0.1:${await freePort()}`);
    expect(['a', 'b'].map((text) => push.trySend(text))).toEqual([true, false]);
    push.setOption('sendHighWaterMark', 3);
    expect(push.trySend('c')).toBe(engine === 'zmtp');
  });

  it('peers that come to a bound endpoint have the present mark on zmtp, and on libzmq that of the bind', async () => {
    const pull = closing(new ZMQPull(undefined, { ...options, receiveHighWaterMark: 9 }));
    const endpoint = await pull.bind('inproc://marks');
    pull.setOption('receiveHighWaterMark', 1);
    const push = closing(new ZMQPush(endpoint, { ...options, sendHighWaterMark: 1 }));
    await push.connected({ timeout: 20_000 });
    let taken = 0;
    while (push.trySend('x')) taken++;
    // Over inproc, the room of both sides together.
    expect(taken).toBe(engine === 'zmtp' ? 2 : 10);
  });

  it('conflate of a PUB that is open can be changed on zmtp alone', async () => {
    const pub = closing(new ZMQPublisher(undefined, options));
    const change = (): void => pub.setOption('conflate', true);
    if (engine === 'zmtp') change();
    else expect(change).toThrow(expect.objectContaining({ code: 'ENOTSUP' }));
    expect(pub.getOption('conflate')).toBe(engine === 'zmtp');
  });

  it('a REQ at its receive mark goes on after a late reply on zmtp, and hears nothing more on libzmq', async () => {
    const outcomes = new Set<string>();
    // libzmq may still take the reply, if it comes a moment later than the late one.
    for (let round = 0; round < 5 && !outcomes.has('EAGAIN'); round++) {
      const req = closing(new ZMQRequest(undefined, { ...options, receiveHighWaterMark: 1 }));
      const router = closing(new ZMQRouter(undefined, { engine: 'zmtp', linger: 0 }));
      router.connect(await req.bind('tcp://127.0.0.1:*'));
      await router.connected({ timeout: 20_000 });
      await expect(req.request('given up', { timeout: 20 })).rejects.toMatchObject({ code: 'EAGAIN' });
      const timeout = engine === 'zmtp' ? 20_000 : 1000;
      const reply = req.request('asked', { timeout }).then(String, ({ code }: { code: string }) => code);
      await expect.poll(() => router.stats().queuedIncoming).toBe(2);
      for (let text = ''; text !== 'asked';) {
        const request = await router.receive({ timeout: 20_000 });
        text = request.text(request.length - 1);
        await router.send([...[...request].slice(0, -1), `to ${text}`]);
      }
      outcomes.add(await reply);
    }
    if (engine === 'zmtp') expect([...outcomes]).toEqual(['to asked']);
    else expect(outcomes).toContain('EAGAIN');
  });

  it('a socket with unread messages whose peer has left closes at once on zmtp, and after linger on libzmq', async () => {
    const dealer = closing(new ZMQDealer(undefined, { ...options, receiveHighWaterMark: 1, sendHighWaterMark: 0 }));
    const peer = closing(new ZMQDealer(undefined, { engine: 'zmtp', linger: 0, receiveHighWaterMark: 1 }));
    peer.connect(await dealer.bind('tcp://127.0.0.1:*'));
    await Promise.all([peer.connected({ timeout: 20_000 }), dealer.connected({ timeout: 20_000 })]);
    for (let count = 0; count < 3; count++) await peer.send('unread');
    for (let count = 0; count < 60; count++) await dealer.send(Buffer.alloc(60_000));
    await expect.poll(() => peer.stats().queuedIncoming).toBe(1);
    await peer.close();
    const closed = dealer.close({ linger: 2000 });
    const first = await Promise.race([closed.then(() => 'closed'), quiet().then(() => 'lingers')]);
    expect(first).toBe(engine === 'zmtp' ? 'closed' : 'lingers');
    await closed;
  });

  it('a PAIR whose last peer left unread messages accepts the next one on zmtp, and refuses it for good on libzmq', async () => {
    const pair = closing(new ZMQPair(undefined, { ...options, sendTimeout: QUIET_MS }));
    const endpoint = await pair.bind('tcp://127.0.0.1:*');
    const first = closing(new ZMQPair(endpoint, { engine: 'zmtp', linger: 5000 }));
    await pair.connected({ timeout: 20_000 });
    for (const text of ['a', 'b', 'c']) await first.send(text);
    await first.close();
    await expect.poll(() => pair.stats().peers).toBe(0);
    const next = closing(new ZMQPair(endpoint, { engine: 'zmtp', linger: 0, reconnectInterval: 10 }));
    if (engine === 'libzmq') await next.connected({ timeout: 20_000 });
    for (const text of ['a', 'b', 'c']) expect(String(await pair.receive({ timeout: 20_000 }))).toBe(text);
    if (engine === 'libzmq') {
      await expect(pair.send('to the next one')).rejects.toMatchObject({ code: 'EAGAIN' });
    } else {
      await next.connected({ timeout: 20_000 });
      await pair.send('to the next one');
      expect(String(await next.receive({ timeout: 20_000 }))).toBe('to the next one');
    }
  });

  it('a REP at its receive mark whose peer ends the connection connects again on zmtp, and not on libzmq', async () => {
    const req = closing(new ZMQRequest(undefined, { engine: 'zmtp', linger: 0 }));
    const endpoint = await req.bind('tcp://127.0.0.1:*');
    const rep = closing(new ZMQReply(undefined, { ...options, receiveHighWaterMark: 2, reconnectInterval: 10 }));
    rep.connect(endpoint);
    await req.connected({ timeout: 20_000 });
    await expect(req.request('given up', { timeout: 50, retries: 2 })).rejects.toMatchObject({ code: 'EAGAIN' });
    await quiet();
    void (async () => {
      for await (const message of rep) await rep.send(message);
    })();
    const again = req.request('again', { timeout: engine === 'zmtp' ? 5000 : QUIET_MS });
    if (engine === 'zmtp') expect(String(await again)).toBe('again');
    else await expect(again).rejects.toMatchObject({ code: 'EAGAIN' });
  });

  it('a ROUTER that has not read what a peer sent before it left hears it when it comes back on zmtp, and not on libzmq', async () => {
    const router = closing(new ZMQRouter(undefined, options));
    const endpoint = await router.bind('tcp://127.0.0.1:*');
    const first = closing(new ZMQDealer(endpoint, { engine: 'zmtp', linger: 5000, routingId: 'carl' }));
    await router.connected({ timeout: 20_000 });
    await first.send('before');
    await first.close();
    await expect.poll(() => router.stats().peers).toBe(0);
    const next = closing(new ZMQDealer(endpoint, { engine: 'zmtp', linger: 0, routingId: 'carl' }));
    await next.send('after');
    await quiet();
    expect(String((await router.receive({ timeout: 20_000 })).at(1))).toBe('before');
    if (engine === 'zmtp') expect(String((await router.receive({ timeout: 20_000 })).at(1))).toBe('after');
    else await expect(router.receive({ timeout: QUIET_MS })).rejects.toMatchObject({ code: 'EAGAIN' });
  });

  it('a mandatory ROUTER rejects at once when the queue of the peer is full, whatever sendTimeout', async () => {
    const router = closing(
      new ZMQRouter(undefined, { ...options, mandatory: true, sendHighWaterMark: 1, sendTimeout: 60_000 }),
    );
    const endpoint = await router.bind('tcp://127.0.0.1:*');
    const dealer = closing(new ZMQDealer(endpoint, { ...options, routingId: 'd', receiveHighWaterMark: 1 }));
    await dealer.send('here');
    await router.receive({ timeout: 20_000 });
    const body = Buffer.alloc(100_000);
    await expect(
      (async () => {
        for (let count = 0; count < 10_000; count++) await router.send(['d', body]);
      })(),
    ).rejects.toMatchObject({ code: 'EAGAIN' });
  });

  it('a verbose XPUB is told once of a SUB that subscribes twice, and twice of an XSUB', async () => {
    const xpub = closing(new ZMQXPublisher(undefined, { ...options, verbosity: 'allSubs' }));
    const endpoint = await xpub.bind('tcp://127.0.0.1:*');
    const sub = closing(new ZMQSubscriber(endpoint, 'a', options));
    expect(String(await xpub.receive({ timeout: 20_000 }))).toBe('\x01a');
    sub.subscribe('a');
    sub.subscribe('b');
    expect(String(await xpub.receive({ timeout: 20_000 }))).toBe('\x01b');
    const xsub = closing(new ZMQXSubscriber(endpoint, options));
    await xsub.connected({ timeout: 20_000 });
    for (const topic of ['c', 'c', 'd']) await xsub.send(`\x01${topic}`);
    for (const topic of ['c', 'c', 'd']) {
      expect(String(await xpub.receive({ timeout: 20_000 }))).toBe(`\x01${topic}`);
    }
  });

  it('unbind of an inproc name ends its connections', async () => {
    const pull = closing(new ZMQPull(undefined, options));
    const name = `inproc://unbound-${engine}`;
    await pull.bind(name);
    const push = closing(new ZMQPush(name, { ...options, sendTimeout: QUIET_MS }));
    await push.send('before');
    expect(String(await pull.receive({ timeout: 20_000 }))).toBe('before');
    await pull.unbind(name);
    await push.send('after').catch(() => {});
    await expect(pull.receive({ timeout: QUIET_MS })).rejects.toMatchObject({ code: 'EAGAIN' });
  });

  it('an endpoint that is connected twice and disconnected once is still connected', async () => {
    const pull = closing(new ZMQPull(undefined, options));
    const endpoint = await pull.bind('tcp://127.0.0.1:*');
    const push = closing(new ZMQPush(undefined, options));
    push.connect(endpoint);
    push.connect(endpoint);
    await push.connected({ peers: 2, timeout: 20_000 });
    push.disconnect(endpoint);
    await push.send('still');
    expect(String(await pull.receive({ timeout: 20_000 }))).toBe('still');
  });

  it('the connection of a peer refused with 300 ends at once on zmtp, and stays open on libzmq', async () => {
    const authenticate = (): { refuse: string; status: 300 } => ({ refuse: 'later', status: 300 });
    const pull = closing(new ZMQPull(undefined, { ...options, plainServer: true, authenticate }));
    const endpoint = await pull.bind('tcp://127.0.0.1:*');
    const refused = new Promise<number | undefined>((resolve) => {
      pull.once('handshake-failed', ({ status }) => resolve(status));
    });
    const push = closing(
      new ZMQPush(undefined, {
        engine: 'zmtp',
        linger: 0,
        plainUsername: 'anna',
        plainPassword: 'secret',
        handshakeInterval: 800,
      }),
    );
    const lost = new Promise<Error | undefined>((resolve) => {
      push.once('handshake-failed', ({ error }) => resolve(error));
    });
    push.connect(endpoint);
    expect(await refused).toBe(300);
    expect(await lost).toMatchObject({ code: engine === 'zmtp' ? 'ECONNRESET' : 'ETIMEDOUT' });
  });

  it('over inproc, conflate of the receiver counts on zmtp, and that of the side that connects on libzmq', async () => {
    for (const bound of ['pull', 'push'] as const) {
      for (const conflating of ['pull', 'push'] as const) {
        const pull = closing(new ZMQPull(undefined, { ...options, conflate: conflating === 'pull' }));
        const push = closing(new ZMQPush(undefined, { ...options, conflate: conflating === 'push' }));
        const [binder, connecter] = bound === 'pull' ? [pull, push] : [push, pull];
        const name = `inproc://conflated-${engine}-${bound}-${conflating}`;
        await binder.bind(name);
        connecter.connect(name);
        await push.connected({ timeout: 20_000 });
        for (const text of ['1', '2', '3']) await push.send(text);
        await quiet();
        const conflated = engine === 'zmtp' ? conflating === 'pull' : conflating !== bound;
        const first = String(await pull.receive({ timeout: 20_000 }));
        expect(`${bound} ${conflating} ${first}`).toBe(`${bound} ${conflating} ${conflated ? '3' : '1'}`);
      }
    }
  });
});

describe('libzmq itself', () => {
  it('has a mandatory ROUTER wait for sendTimeout when the queue of the peer is full', async () => {
    const router = closingNative(
      new npm.Router({ mandatory: true, sendHighWaterMark: 1, sendTimeout: 200, linger: 0 }),
    );
    const endpoint = `tcp://127.0.0.1:${await freePort()}`;
    await router.bind(endpoint);
    const dealer = closingNative(new npm.Dealer({ routingId: 'd', receiveHighWaterMark: 1, linger: 0 }));
    dealer.connect(endpoint);
    await dealer.send('here');
    await router.receive();
    const body = Buffer.alloc(100_000);
    let begun = 0;
    await expect(
      (async () => {
        for (let count = 0; count < 10_000; count++) {
          begun = performance.now();
          await router.send(['d', body]);
        }
      })(),
    ).rejects.toMatchObject({ code: 'EAGAIN' });
    expect(performance.now() - begun).toBeGreaterThan(190);
  });

  it('tells a verbose XPUB twice of a SUB that subscribes twice', async () => {
    const xpub = closingNative(new npm.XPublisher({ verbosity: 'allSubs', linger: 0, receiveTimeout: 20_000 }));
    const endpoint = `tcp://127.0.0.1:${await freePort()}`;
    await xpub.bind(endpoint);
    const sub = closingNative(new npm.Subscriber({ linger: 0 }));
    sub.connect(endpoint);
    sub.subscribe('a');
    expect(String(await xpub.receive())).toBe('\x01a');
    sub.subscribe('a');
    expect(String(await xpub.receive())).toBe('\x01a');
  });

  it('keeps the connections of an inproc name that is unbound', async () => {
    const pull = closingNative(new npm.Pull({ linger: 0, receiveTimeout: 20_000 }));
    await pull.bind('inproc://kept');
    const push = closingNative(new npm.Push({ linger: 0 }));
    push.connect('inproc://kept');
    await pull.unbind('inproc://kept');
    await push.send('after');
    expect(String(await pull.receive())).toBe('after');
  });

  it('ends both connections to an endpoint that is connected twice and disconnected once', async () => {
    const pull = closingNative(new npm.Pull({ linger: 0 }));
    const endpoint = `tcp://127.0.0.1:${await freePort()}`;
    await pull.bind(endpoint);
    const push = closingNative(new npm.Push({ linger: 0, sendTimeout: QUIET_MS }));
    push.connect(endpoint);
    push.connect(endpoint);
    push.disconnect(endpoint);
    await quiet();
    await expect(push.send('nobody')).rejects.toMatchObject({ code: 'EAGAIN' });
  });
});

describe('the npm package zeromq', () => {
  it('has a REQ that sends twice wait until it has received its first reply', async () => {
    const reply = closingNative(new npm.Reply({ linger: 0, receiveTimeout: 20_000 }));
    const endpoint = `tcp://127.0.0.1:${await freePort()}`;
    await reply.bind(endpoint);
    const request = closingNative(new npm.Request({ linger: 0, receiveTimeout: 20_000 }));
    request.connect(endpoint);
    await request.send('first');
    let sent = false;
    const second = request.send('second').then(() => (sent = true));
    expect(String(await reply.receive())).toBe('first');
    await reply.send('re: first');
    await quiet();
    expect(sent).toBe(false);
    expect(String(await request.receive())).toBe('re: first');
    await second;
    expect(String(await reply.receive())).toBe('second');
  });

  it('seals its sockets, against spies and fields of subclasses, too', () => {
    class Labelled extends npm.Push {
      label = 'mine';
    }
    expect(() => new Labelled()).toThrow(TypeError);
    const push = closingNative(new npm.Push());
    expect(Object.isSealed(push)).toBe(true);
    expect(() => Object.assign(push, { send: () => 'spied' })).toThrow(TypeError);
  });
});
