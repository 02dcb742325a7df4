import type { Message, MessageInput, ZMQError } from '@zeromq-ts/core';
import { expect } from 'vitest';
import type { Sockets } from '../socket-classes.js';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, expectRefusal, failure, inTime, receiveTexts } from '../waiting.js';

/** Answers every request with `re …`, as long as the socket is open. */
function serve(rep: Sockets['REP']): void {
  void (async () => {
    for await (const message of rep) await rep.send(`re ${message.text()}`);
  })();
}

interface Asked {
  /** Everything before the body. */
  readonly envelope: readonly Uint8Array[];
  readonly body: string;
}

/** The next request at a ROUTER, which answers when and what it likes. */
async function asked(router: Sockets['ROUTER']): Promise<Asked> {
  const frames = [...(await router.receive({ timeout: EVENT_TIMEOUT_MS }))];
  const body = frames.pop();
  return { envelope: frames, body: String(body) };
}

/**
 * Answers tries of requests as they come, as long as the socket is open: on a busy machine, more of them may come than a test
 * needs, and each may be given up before its answer is there.
 *
 * @param answer - What to send for the try of this number, from 0.
 */
function answerTries(
  router: Sockets['ROUTER'],
  answer: (tried: Asked, number: number) => readonly (readonly (string | Uint8Array)[])[],
): void {
  void (async () => {
    for (let number = 0; ; number++) {
      for (const reply of answer(await asked(router), number)) await router.send(reply);
    }
  })().catch(() => {});
}

/**
 * Asks until there is an answer. Each try may need a connection of its own: on a busy machine, that takes longer than any
 * timeout that is short enough for one that is not.
 */
async function answered(req: Sockets['REQ'], body: MessageInput, { timeout, retries } = TRIES): Promise<Message> {
  try {
    return await req.request(body, { timeout, retries });
  } catch (error) {
    if ((error as ZMQError).code !== 'EAGAIN' || timeout > EVENT_TIMEOUT_MS) throw error;
    return answered(req, body, { timeout: 2 * timeout, retries });
  }
}

const TRIES = { timeout: 150, retries: 3 };

/** `ZMQRequest.request()`: send and receive as one step, tried again when there is no answer. */
export function request(suite: Suite): void {
  suite.overWirings('request gives the reply', async (scope) => {
    const [rep, req] = [scope.binding('REP'), scope.connecting('REQ')];
    await scope.attach(rep, req);
    serve(rep);
    expect((await req.request('hello', { timeout: EVENT_TIMEOUT_MS })).text()).toBe('re hello');
    expect((await req.request('again')).text()).toBe('re again');
  });

  suite.overTransports('concurrent requests queue up, and each gets its own reply', async (scope) => {
    const [rep, req] = [scope.binding('REP'), scope.connecting('REQ')];
    await scope.join(rep, req);
    serve(rep);
    const bodies = Array.from({ length: 50 }, (_, index) => `${index}`);
    const replies = await Promise.all(bodies.map((body) => req.request(body, { timeout: EVENT_TIMEOUT_MS })));
    expect(replies.map(String)).toEqual(bodies.map((body) => `re ${body}`));
    expect(req.stats().ignored).toBe(0);
  });

  suite.overTransports('request rejects with EAGAIN after its timeout, and the next one is in order', async (scope) => {
    const [router, req] = [scope.binding('ROUTER'), scope.connecting('REQ')];
    await scope.join(router, req);
    await expectRefusal(req.request('silence', { timeout: 30 }), 'EAGAIN');
    expect((await asked(router)).body).toBe('silence');
    const second = req.request('hello', { timeout: EVENT_TIMEOUT_MS });
    const { envelope, body } = await asked(router);
    expect(body).toBe('hello');
    await router.send([...envelope, 'answer']);
    expect((await second).text()).toBe('answer');
  });

  suite.overTransports('a late reply to a request given up is not taken for the answer to the next', async (scope) => {
    const [router, req] = [scope.binding('ROUTER'), scope.connecting('REQ')];
    await scope.join(router, req);
    await expectRefusal(req.request('first', { timeout: 30 }), 'EAGAIN');
    const first = await asked(router);
    const second = req.request('second', { timeout: EVENT_TIMEOUT_MS });
    const { envelope } = await asked(router);
    await router.send([...first.envelope, 'late']);
    await router.send([...envelope, 'in time']);
    expect((await second).text()).toBe('in time');
  });

  suite.overTransports('Lazy Pirate: with retries, an unanswered request is sent again', async (scope) => {
    const [router, req] = [scope.binding('ROUTER'), scope.connecting('REQ')];
    await scope.join(router, req);
    const tries: Asked[] = [];
    answerTries(router, (tried, number) => {
      tries.push(tried);
      return number < 2 ? [] : [[...tried.envelope.slice(0, -1), 'third time']];
    });
    expect((await answered(req, ['head', 'body'])).text()).toBe('third time');
    expect(tries.length).toBeGreaterThanOrEqual(3);
    for (const { envelope, body } of tries) expect([String(envelope.at(-1)), body]).toEqual(['head', 'body']);
  });

  suite.overTransports(
    'a request that waited for room does not take the late reply to the one before',
    async (scope) => {
      const endpoint = await scope.endpoint();
      const req = scope.connecting('REQ', { sendHighWaterMark: 1, correlate: true }, endpoint);
      await expectRefusal(req.request('first', { timeout: 10, retries: 2 }), 'EAGAIN');
      const sent = req.send('second');
      const router = scope.binding('ROUTER');
      await router.bind(endpoint);
      const answering = (async () => {
        for await (const message of router) {
          const frames = [...message];
          await router.send([...frames.slice(0, -1), `to ${message.text(frames.length - 1)}`]);
        }
      })();
      await sent;
      expect(await receiveTexts(req)).toEqual(['to second']);
      await router.close();
      await answering;
    },
  );

  suite.overTransports('Lazy Pirate: a late reply to an earlier try is never taken for the answer', async (scope) => {
    const [router, req] = [scope.binding('ROUTER'), scope.connecting('REQ')];
    await scope.join(router, req);
    let first: Asked | undefined;
    answerTries(router, ({ envelope, body }, number) => {
      if (number === 0) {
        first = { envelope, body };
        return [];
      }
      return [
        [...(first as Asked).envelope, 'late'],
        [...envelope, 'right'],
      ];
    });
    expect((await answered(req, 'q')).text()).toBe('right');
  });

  suite.overTransports('Lazy Pirate: when all tries are used up, it rejects with EAGAIN', async (scope) => {
    const [router, req] = [scope.binding('ROUTER'), scope.connecting('REQ')];
    await scope.join(router, req);
    const bodies: string[] = [];
    answerTries(router, ({ envelope, body }) => {
      bodies.push(body);
      return body === 'next' ? [[...envelope, 'answer']] : [];
    });
    await expectRefusal(req.request('q', { timeout: 100, retries: 2 }), 'EAGAIN');
    expect((await req.request('next', { timeout: EVENT_TIMEOUT_MS })).text()).toBe('answer');
    // On a busy machine, a try may be over before its connection is made.
    expect(['q', 'q', 'q', 'next']).toEqual(expect.arrayContaining(bodies));
    expect(bodies.length).toBeLessThanOrEqual(4);
  });

  suite.overWirings(
    'Lazy Pirate: each try has the envelope of a first one, for a server that unpacks three frames',
    async (scope) => {
      const [router, req] = [scope.binding('ROUTER'), scope.connecting('REQ')];
      await scope.attach(router, req);
      const tries: string[][] = [];
      answerTries(router, ({ envelope: [id = '', ...rest], body }) => {
        tries.push([Buffer.from(id).toString('hex'), ...rest.map(String), body]);
        const isAnswered = body === 'last' || tries.length > 2;
        return isAnswered && body !== 'next' ? [[id, '', `re ${body}`]] : [];
      });
      expect((await answered(req, 'q')).text()).toBe('re q');
      expect(tries.length).toBeGreaterThanOrEqual(3);
      expect(new Set(tries.map(([id]) => id)).size).toBe(tries.length);
      const next = expectRefusal(req.request('next', { timeout: 150 }), 'EAGAIN');
      await eventually('the next has come', () => tries.at(-1)?.at(-1) === 'next');
      await next;
      expect((await req.request('last', { timeout: EVENT_TIMEOUT_MS })).text()).toBe('re last');
      for (const [, ...frames] of tries) expect(frames).toEqual(['', expect.stringMatching(/^(?:q|next|last)$/u)]);
    },
  );

  suite.overTransports(
    'Lazy Pirate: the next try goes to the next peer, and every request is answered while one lives',
    async (scope) => {
      const endpoints = [await scope.endpoint(), await scope.endpoint(), await scope.endpoint()];
      const deaf = endpoints.slice(0, 2).map((endpoint) => scope.binding('ROUTER', {}, endpoint));
      serve(scope.binding('REP', {}, endpoints[2]));
      const req = scope.connecting('REQ', {}, endpoints);
      await req.connected({ peers: 3, timeout: EVENT_TIMEOUT_MS });
      for (let round = 0; round < 3; round++) {
        expect((await answered(req, `${round}`, { timeout: 250, retries: 2 })).text()).toBe(`re ${round}`);
      }
      expect(deaf).toHaveLength(2);
    },
  );

  suite.overTransports(
    'with relaxed, a send after a send goes over another connection, and the late reply goes nowhere',
    async (scope) => {
      const [router, req] = [scope.binding('ROUTER'), scope.connecting('REQ', { relaxed: true })];
      await scope.join(router, req);
      await req.send('first');
      const first = await asked(router);
      await expectRefusal(req.receive({ timeout: 20 }), 'EAGAIN');
      await req.send('second');
      await router.send([...first.envelope, 'late']);
      const second = await asked(router);
      expect(second.envelope).toHaveLength(2);
      await router.send([...second.envelope, 'in time']);
      expect((await req.receive()).text()).toBe('in time');
    },
  );

  suite.overTransports(
    'Lazy Pirate: a late reply to a REQ with a routing id is never taken for the answer, whichever connection it comes over',
    async (scope) => {
      const [router, req] = [scope.binding('ROUTER'), scope.connecting('REQ', { routingId: 'anna' })];
      await scope.join(router, req);
      for (let round = 0; round < 3; round++) {
        const refused = expectRefusal(req.request(`late ${round}`, { timeout: 50 }), 'EAGAIN');
        const late = await asked(router);
        await refused;
        const answer = req.request(`in time ${round}`, { timeout: EVENT_TIMEOUT_MS });
        const current = await asked(router);
        expect([late.body, current.body]).toEqual([`late ${round}`, `in time ${round}`]);
        await router.send([...late.envelope, 'too late']);
        await router.send([...current.envelope, `re ${round}`]);
        expect((await answer).text()).toBe(`re ${round}`);
      }
    },
  );

  suite.overTransports(
    'with relaxed, of sends that waited together each gives up the one before, and only the last is answered',
    async (scope) => {
      const endpoint = await scope.endpoint();
      serve(scope.binding('REP', {}, endpoint));
      const req = scope.connecting('REQ', { relaxed: true });
      const sends = ['first', 'second', 'third'].map((text) => req.send(text));
      req.connect(endpoint);
      expect(await inTime('the sends', Promise.all(sends))).toEqual([true, true, true]);
      expect(await receiveTexts(req)).toEqual(['re third']);
      expect((await req.request('next', { timeout: EVENT_TIMEOUT_MS })).text()).toBe('re next');
    },
  );

  suite.overTransports('a receive that times out gives nothing up: its reply can come later', async (scope) => {
    const [router, req] = [scope.binding('ROUTER'), scope.connecting('REQ')];
    await scope.join(router, req);
    await req.send('slow');
    await expectRefusal(req.receive({ timeout: 30 }), 'EAGAIN');
    const { envelope } = await asked(router);
    await router.send([...envelope, 'answer']);
    expect((await req.receive()).text()).toBe('answer');
  });

  suite.overNetworks('Lazy Pirate: a request outlives the replier', async (scope) => {
    const endpoint = await scope.endpoint();
    const first = scope.binding('REP', {}, endpoint);
    const req = scope.connecting('REQ', {}, endpoint);
    const answer = answered(req, 'q');
    expect(await receiveTexts(first)).toEqual(['q']);
    await first.close();
    const second = scope.binding('REP', {}, endpoint);
    serve(second);
    expect((await answer).text()).toBe('re q');
  });

  suite.overNetworks('Lazy Pirate: when the connection is lost, the request is sent again at once', async (scope) => {
    const endpoint = await scope.endpoint();
    const first = scope.binding('REP', {}, endpoint);
    const req = scope.connecting('REQ', {}, endpoint);
    // Longer than the test may take. What connects before the first is gone may be lost as well.
    const answer = req.request('q', { timeout: 60_000, retries: 10 });
    expect(await receiveTexts(first)).toEqual(['q']);
    await first.close();
    serve(scope.binding('REP', {}, endpoint));
    expect((await inTime('the answer', answer)).text()).toBe('re q');
  });

  suite.overNetworks(
    'without retries left, a request whose connection is lost rejects with EAGAIN at once',
    async (scope) => {
      const endpoint = await scope.endpoint();
      const rep = scope.binding('REP', {}, endpoint);
      const req = scope.connecting('REQ', {}, endpoint);
      const refused = expectRefusal(req.request('q'), 'EAGAIN', /connection was lost/);
      expect(await receiveTexts(rep)).toEqual(['q']);
      await rep.close();
      await inTime('the refusal', refused);
      serve(scope.binding('REP', {}, endpoint));
      expect((await req.request('next', { timeout: EVENT_TIMEOUT_MS })).text()).toBe('re next');
    },
  );

  suite.overTransports(
    'Lazy Pirate: when the endpoint that was asked is disconnected, the request goes to another at once',
    async (scope) => {
      const [deaf, rep] = [scope.binding('ROUTER'), scope.binding('REP')];
      const [from, to] = [await deaf.bind(await scope.endpoint()), await rep.bind(await scope.endpoint())];
      serve(rep);
      const req = scope.connecting('REQ', {}, from);
      const answer = req.request('q', { timeout: 60_000, retries: 1 });
      expect((await asked(deaf)).body).toBe('q');
      req.connect(to);
      req.disconnect(from);
      expect((await inTime('the answer', answer)).text()).toBe('re q');
    },
  );

  suite.overTransports(
    'requests that are aborted again and again never give their replies to others',
    async (scope) => {
      const [router, req] = [scope.binding('ROUTER'), scope.connecting('REQ')];
      await scope.join(router, req);
      const late: (string | Uint8Array)[][] = [];
      void (async () => {
        for await (const message of router) {
          const [id, empty, body] = message;
          const text = String(body);
          // Those that are aborted are answered as soon as the next one has come.
          if (text.startsWith('aborted')) late.push([id, empty, text]);
          else {
            for (const reply of late.splice(0)) await router.send(reply);
            await router.send([id, empty, `re ${text}`]);
          }
        }
      })().catch(() => {});
      for (let round = 0; round < 10; round++) {
        const controller = new AbortController();
        const aborted = failure(req.request(`aborted ${round}`, { signal: controller.signal }));
        await eventually('it has arrived', () => late.length === 1);
        controller.abort(round);
        expect(await aborted).toBe(round);
        const [one, two] = [
          req.request('one', { timeout: EVENT_TIMEOUT_MS }),
          req.request('two', { timeout: EVENT_TIMEOUT_MS }),
        ];
        expect([(await one).text(), (await two).text()]).toEqual(['re one', 're two']);
      }
    },
  );

  suite.overTransports('Lazy Pirate: the replier may come late', async (scope) => {
    const endpoint = await scope.endpoint();
    const req = scope.connecting('REQ', {}, endpoint);
    const answer = answered(req, 'q');
    await expectRefusal(req.connected({ timeout: 70 }), 'EAGAIN');
    serve(scope.binding('REP', {}, endpoint));
    expect((await answer).text()).toBe('re q');
    expect((await req.request('next', { timeout: EVENT_TIMEOUT_MS })).text()).toBe('re next');
  });

  suite.overTransports('a request without any peer rejects with EAGAIN after its timeout', async (scope) => {
    const req = scope.binding('REQ');
    const endpoint = await req.bind(await scope.endpoint());
    await expectRefusal(req.request('q', { timeout: 30 }), 'EAGAIN');
    await expectRefusal(req.request('q', { timeout: 10, retries: 2 }), 'EAGAIN');
    const rep = scope.connecting('REP', {}, `>${endpoint}`);
    serve(rep);
    expect((await req.request('now', { timeout: EVENT_TIMEOUT_MS })).text()).toBe('re now');
  });

  suite.overTransports(
    'a request that is aborted rejects with the reason, and the next one is in order',
    async (scope) => {
      const [router, req] = [scope.binding('ROUTER'), scope.connecting('REQ')];
      await scope.join(router, req);
      const controller = new AbortController();
      const aborted = failure(req.request('first', { signal: controller.signal }));
      const first = await asked(router);
      const reason = new Error('never mind');
      controller.abort(reason);
      expect(await aborted).toBe(reason);
      const second = req.request('second', { timeout: EVENT_TIMEOUT_MS });
      const { envelope, body } = await asked(router);
      expect(body).toBe('second');
      await router.send([...first.envelope, 'late']);
      await router.send([...envelope, 'answer']);
      expect((await second).text()).toBe('answer');
    },
  );

  suite.overTransports('a request aborted before its turn is never sent', async (scope) => {
    const [router, req] = [scope.binding('ROUTER'), scope.connecting('REQ')];
    await scope.join(router, req);
    const controller = new AbortController();
    const reason = new Error('never mind');
    const first = req.request('first', { timeout: EVENT_TIMEOUT_MS });
    const aborted = failure(req.request('aborted', { signal: controller.signal }));
    const third = req.request('third', { timeout: EVENT_TIMEOUT_MS });
    controller.abort(reason);
    expect(await inTime('the abort', aborted)).toBe(reason);
    expect(await failure(req.request('already', { signal: controller.signal }))).toBe(reason);
    for (const body of ['first', 'third']) {
      const question = await asked(router);
      expect(question.body).toBe(body);
      await router.send([...question.envelope, `re ${body}`]);
    }
    expect([(await first).text(), (await third).text()]).toEqual(['re first', 're third']);
  });

  suite.overTransports('requests under way and waiting reject with ENOTSOCK when the socket closes', async (scope) => {
    const [rep, req] = [scope.binding('REP'), scope.connecting('REQ')];
    await scope.join(rep, req);
    const pending = [1, 2, 3].map((number) => expectRefusal(req.request(`${number}`), 'ENOTSOCK'));
    await rep.receive();
    await req.close({ linger: 0 });
    await Promise.all(pending);
  });

  suite.it('a request that is no message rejects with TypeError, and the next one is in order', async (scope) => {
    const [rep, req] = [scope.binding('REP'), scope.connecting('REQ')];
    await scope.join(rep, req);
    serve(rep);
    expect(await failure(req.request({ a: 1 } as never))).toBeInstanceOf(TypeError);
    expect((await req.request('good', { timeout: EVENT_TIMEOUT_MS })).text()).toBe('re good');
  });

  for (const options of [
    { retries: -1 },
    { retries: 1.5 },
    { retries: Number.NaN },
    { retries: '3' },
    { timeout: -1 },
    { timeout: '10' },
    { signal: {} },
    null,
    5,
  ]) {
    suite.it(`request refuses the options ${JSON.stringify(options)} with EINVAL, and sends nothing`, async (scope) => {
      const req = scope.connecting('REQ');
      await expectRefusal(req.request('q', options as never), 'EINVAL');
      expect(req.stats().messagesSent).toBe(0);
    });
  }
}
