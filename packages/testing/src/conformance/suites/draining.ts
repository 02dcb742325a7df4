import type { Message } from '@zeromq-ts/core';
import { expect } from 'vitest';
import type { Scope } from '../scope.js';
import type { Sockets } from '../socket-classes.js';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, expectRefusal, inTime, receiveMany, receiveTexts } from '../waiting.js';

/** Stopping a socket that is busy: what it has taken is finished, and then it is closed. */
export function draining(suite: Suite): void {
  suite.overTransports('close waits for the reply to a request that a loop has in hand', async (scope) => {
    const { server, answer, begun, work } = await busyServer(scope);
    const loop = serve(server, begun, work);
    await begun.done;
    const closed = server.close();
    expect(server.closed).toBe(true);
    work.end();
    expect((await answer).text()).toBe('request!');
    await inTime('close', closed);
    await inTime('the loop', loop);
  });

  suite.overTransports('a loop that has replied may await close, which does not wait for the loop', async (scope) => {
    const [server, client] = [scope.binding('REP'), scope.connecting('REQ')];
    await scope.join(server, client);
    const answer = client.request('request', { timeout: EVENT_TIMEOUT_MS });
    const loop = (async (): Promise<void> => {
      for await (const request of server) {
        await server.send([request, 'done']);
        await server.close();
      }
    })();
    expect((await answer).length).toBe(2);
    await inTime('the loop', loop);
  });

  suite.overTransports('close with linger 0 does not wait for a reply, and the loop is told', async (scope) => {
    const { server, answer, begun, work } = await busyServer(scope);
    const loop = serve(server, begun, work);
    await begun.done;
    await inTime('close', server.close({ linger: 0 }));
    work.end();
    await expectRefusal(loop, 'ENOTSOCK');
    await expectRefusal(answer, 'EAGAIN');
  });

  suite.overTransports('linger bounds how long close waits for a reply', async (scope) => {
    const { server, answer, begun, work } = await busyServer(scope);
    const loop = serve(server, begun, work);
    await begun.done;
    const refused = Promise.all([expectRefusal(answer, 'EAGAIN'), expectRefusal(loop, 'ENOTSOCK')]);
    await inTime('close', server.close({ linger: 50 }));
    work.end();
    await refused;
  });

  suite.overTransports('drain has a loop finish what has arrived, and closes', async (scope) => {
    const bodies = Array.from({ length: 100 }, (_, index) => `${index}`);
    const pull = await pullOf(scope, bodies);
    const begun = step();
    const work = step();
    const received: string[] = [];
    const loop = (async () => {
      for await (const message of pull) {
        received.push(message.text());
        begun.end();
        await work.done;
      }
    })();
    await inTime('the first message', begun.done);
    const drained = pull.drain();
    expect(pull.closed).toBe(false);
    work.end();
    await inTime('drain', Promise.all([drained, loop]));
    expect(received).toEqual(bodies);
    expect(pull.closed).toBe(true);
    expect(pull.stats().dropped.unread).toBe(0);
  });

  suite.overTransports('drain gives to receive what has arrived, before it refuses', async (scope) => {
    const pull = await pullOf(scope, ['1', '2', '3']);
    expect(await receiveMany(pull, 1)).toEqual(['1']);
    const drained = pull.drain();
    expect(await receiveMany(pull, 2)).toEqual(['2', '3']);
    await expectRefusal(pull.receive(), 'ENOTSOCK');
    await inTime('drain', drained);
  });

  suite.overTransports('what a peer sends after drain is not received', async (scope) => {
    const pull = await pullOf(scope, ['1']);
    const begun = step();
    const work = step();
    const received: string[] = [];
    const loop = (async () => {
      for await (const message of pull) {
        received.push(message.text());
        begun.end();
        await work.done;
      }
    })();
    await inTime('the first message', begun.done);
    const drained = pull.drain();
    // Its own turn: the socket has read by then what there was.
    await new Promise((resolve) => setImmediate(resolve));
    const late = scope.connecting('PUSH', { sendTimeout: 0 }, pull.endpoint ?? '');
    await late.send('2').catch(() => {});
    work.end();
    await inTime('drain', Promise.all([drained, loop]));
    expect(received).toEqual(['1']);
  });

  suite.overTransports('drain has a REP answer the requests of all who wait', async (scope) => {
    const { server, answer, begun, work, endpoint } = await busyServer(scope);
    const loop = serve(server, begun, work);
    await begun.done;
    // Elsewhere it cannot be seen that a request has arrived at a REP that owes a reply.
    const others = scope.pair.binder.capabilities.queueDepth ? [scope.connecting('REQ'), scope.connecting('REQ')] : [];
    for (const other of others) other.connect(endpoint);
    const answers = others.map((other, index) => other.request(`${index}`, { timeout: EVENT_TIMEOUT_MS }));
    await eventually('requests under way', () => others.every((other) => other.stats().messagesSent === 1));
    await arrived(scope, server, others.length);
    const drained = server.drain();
    work.end();
    expect((await answer).text()).toBe('request!');
    expect((await Promise.all(answers)).map((reply) => reply.text()).toSorted()).toEqual(
      others.map((_, index) => `${index}!`),
    );
    await inTime('drain', drained);
    await inTime('the loop', loop);
  });

  suite.overTransports('drain waits for a loop that is busy, and what it sends arrives', async (scope) => {
    const router = scope.binding('ROUTER');
    const dealer = scope.connecting('DEALER');
    await scope.join(router, dealer);
    const begun = step();
    const work = step();
    const loop = (async () => {
      for await (const message of router) {
        begun.end();
        await work.done;
        await router.send(message);
      }
    })();
    await dealer.send('job');
    await inTime('the message', begun.done);
    const drained = router.drain();
    work.end();
    expect(await receiveTexts(dealer)).toEqual(['job']);
    await inTime('drain', Promise.all([drained, loop]));
  });

  suite.overTransports('drain ends receives that wait when there is nothing', async (scope) => {
    const pull = scope.binding('PULL');
    const push = scope.connecting('PUSH');
    await scope.join(pull, push);
    const receiving = pull.receive({ timeout: EVENT_TIMEOUT_MS });
    const iteration = pull[Symbol.asyncIterator]().next();
    const refused = expectRefusal(receiving, 'ENOTSOCK', 'drain() was called');
    await inTime('drain', pull.drain());
    await refused;
    expect(await iteration).toEqual({ done: true, value: undefined });
  });

  suite.overTransports('drain closes after its timeout, and says what was not finished', async (scope) => {
    const { server, answer, begun, work } = await busyServer(scope);
    const loop = serve(server, begun, work);
    await begun.done;
    const refused = expectRefusal(server.drain({ timeout: 20 }), 'EAGAIN', 'a reply was not sent');
    const lost = expectRefusal(answer, 'EAGAIN');
    await refused;
    expect(server.closed).toBe(true);
    work.end();
    await Promise.all([lost, expectRefusal(loop, 'ENOTSOCK')]);
  });

  suite.it('drain closes when its signal is aborted, and rejects with the reason', async (scope) => {
    const pull = scope.binding('PULL');
    const push = scope.connecting('PUSH');
    await scope.join(pull, push);
    await push.send('1');
    await push.send('2');
    await receiveMany(pull, 1);
    const stop = new AbortController();
    const drained = pull.drain({ signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(drained).rejects.toThrow('enough');
    expect(pull.closed).toBe(true);
  });

  suite.it('drain of a REQ waits for the reply, and refuses new requests', async (scope) => {
    const req = scope.connecting('REQ');
    const rep = scope.binding('REP');
    await scope.join(rep, req);
    const answer = req.request('1', { timeout: EVENT_TIMEOUT_MS });
    await rep.receive();
    const drained = req.drain();
    await expectRefusal(req.request('2'), 'ENOTSOCK');
    expect(req.closed).toBe(false);
    await rep.send('one');
    expect((await answer).text()).toBe('one');
    await inTime('drain', drained);
    expect(req.closed).toBe(true);
  });

  suite.it(
    'drain of a socket that only sends closes it; twice is once, and closed sockets are drained',
    async (scope) => {
      const pull = scope.binding('PULL');
      const push = scope.connecting('PUSH');
      await scope.join(pull, push);
      void push.send('last words');
      const drained = push.drain();
      expect(push.drain()).toBe(drained);
      await inTime('drain', drained);
      expect(await receiveMany(pull, 1)).toEqual(['last words']);
      await push.drain();
      await inTime('close while it drains', Promise.all([pull.drain(), pull.close()]));
    },
  );

  suite.it('drain begins nothing new, and checks its options', async (scope) => {
    const pull = scope.binding('PULL');
    await expectRefusal(pull.drain({ timeout: -1 }), 'EINVAL', 'timeout');
    await expectRefusal(pull.drain({ linger: 1 } as never), 'EINVAL', 'There is no option "linger"');
    const drained = pull.drain();
    await expectRefusal(() => pull.connect('inproc://new'), 'ENOTSOCK');
    await expectRefusal(pull.bind('inproc://new'), 'ENOTSOCK');
    await drained;
  });

  suite.overTransports(
    'the signal of messages() ends the loop after the message in hand, and nothing else',
    async (scope) => {
      const pull = scope.binding('PULL');
      const push = scope.connecting('PUSH');
      await scope.join(pull, push);
      const stop = new AbortController();
      const received: string[] = [];
      for (const body of ['1', '2', '3']) await push.send(body);
      for await (const message of pull.messages({ signal: stop.signal })) {
        received.push(message.text());
        stop.abort();
      }
      expect(received).toEqual(['1']);
      expect(pull.closed).toBe(false);
      expect(await receiveMany(pull, 2)).toEqual(['2', '3']);
    },
  );

  suite.it('the signal of messages() ends a loop that waits, and one that begins later', async (scope) => {
    const pull = scope.binding('PULL');
    await pull.bind(await scope.endpoint());
    const stop = new AbortController();
    const waiting = pull.messages({ signal: stop.signal }).next();
    stop.abort();
    expect(await inTime('the loop', waiting)).toEqual({ done: true, value: undefined });
    expect(await pull.messages({ signal: stop.signal }).next()).toEqual({ done: true, value: undefined });
    await expectRefusal(() => pull.messages({ signal: 1 } as never), 'EINVAL', 'signal');
  });
}

/** Something that begins or ends once. */
function step(): { readonly done: Promise<void>; end(): void } {
  let end = (): void => {};
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { done, end };
}

type Step = ReturnType<typeof step>;

/** A PULL that has got messages in one piece: who has received the first has all of them. */
async function pullOf(scope: Scope, bodies: readonly string[]): Promise<Sockets['PULL']> {
  const endpoint = await scope.endpoint();
  const push = scope.connecting('PUSH', {}, endpoint);
  for (const body of bodies) await push.send(body);
  const pull = scope.binding('PULL');
  await pull.bind(endpoint);
  await arrived(scope, pull, bodies.length);
  return pull;
}

async function busyServer(scope: Scope): Promise<{
  readonly server: Sockets['REP'];
  readonly answer: Promise<Message>;
  readonly begun: Step;
  readonly work: Step;
  readonly endpoint: string;
}> {
  const server = scope.binding('REP');
  const client = scope.connecting('REQ');
  const endpoint = await scope.join(server, client);
  const answer = client.request('request', { timeout: EVENT_TIMEOUT_MS });
  answer.catch(() => {});
  return { server, answer, begun: step(), work: step(), endpoint };
}

async function serve(server: Sockets['REP'], begun: Step, work: Step): Promise<void> {
  for await (const request of server) {
    begun.end();
    await work.done;
    await server.send(`${request}!`);
  }
}

/** Waits until messages have arrived, where that can be seen. */
async function arrived(scope: Scope, socket: Sockets['REP' | 'PULL'], count: number): Promise<void> {
  const known = scope.pair.binder.capabilities.queueDepth;
  if (known) await eventually('arrival', () => socket.stats().queuedIncoming === count);
}
