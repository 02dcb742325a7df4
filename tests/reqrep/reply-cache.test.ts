import type { EngineName, Message } from '@zeromq-ts/core';
import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ReplyCache, ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { freePort } from '@zeromq-ts/testing/conformance';
import { describe, expect, it } from 'vitest';

const ENGINES: readonly EngineName[] = ['zmtp', 'libzmq'];
const ANYWHERE = 'tcp://127.0.0.1:*';

describe.each(ENGINES)('a cache of replies on the engine %s', (engine) => {
  it('a REP carries out once what request() sends again, because the connection was lost before the reply (RQ-04, RQ-09)', async () => {
    const server = new ZMQReply(undefined, { engine });
    const endpoint = await server.bind(`tcp://127.0.0.1:${await freePort()}`);
    const client = new ZMQRequest(endpoint, { engine, linger: 0 });
    const cache = new ReplyCache();
    let done = 0;
    const reply = (request: Message) => cache.reply(request.text(0), () => `done ${++done}`);
    const answer = client.request(['ada 1', 'pay'], { timeout: 10_000, retries: 5 });
    await reply(await server.receive());
    await server.close({ linger: 0 });
    const next = new ZMQReply(endpoint, { engine });
    // The client may have lost the connection again, and sent another copy, before it gets the reply.
    const serving = (async () => {
      for await (const request of next) await next.send(await reply(request));
    })();
    expect(`${await answer}`).toBe('done 1');
    expect(done).toBe(1);
    expect(cache.stats().replies).toBe(1);
    expect(cache.stats().repeated).toBeGreaterThan(0);
    const { requests, replies, retries, timeouts, losses } = client.requestStats();
    expect({ requests, replies, failed: timeouts + losses }).toEqual({ requests: 1, replies: 1, failed: retries });
    expect(retries).toBeGreaterThan(0);
    await Promise.all([client.close(), next.close()]);
    await serving;
  });

  it('a ROUTER answers all copies of a request that come while it is carried out (RQ-04)', async () => {
    const router = new ZMQRouter(undefined, { engine });
    const dealer = new ZMQDealer(await router.bind(ANYWHERE), { engine });
    const cache = new ReplyCache();
    const handled: string[] = [];
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    for (const number of ['1', '1', '2', '1']) await dealer.send(['', number]);
    const answers: Promise<unknown>[] = [];
    for (let count = 0; count < 4; count++) {
      const request = await router.receive();
      const number = request.body.text();
      const handle = async () => {
        handled.push(number);
        await opened;
        return `reply ${number}`;
      };
      const answered = async () =>
        router.send(request, await cache.reply([request.frames[0] as Uint8Array, number], handle));
      answers.push(answered());
    }
    expect(handled).toEqual(['1', '2']);
    open();
    await Promise.all(answers);
    const replies: string[] = [];
    for (let count = 0; count < 4; count++) replies.push((await dealer.receive()).text(1));
    expect(replies.toSorted()).toEqual(['reply 1', 'reply 1', 'reply 1', 'reply 2']);
    await Promise.all([dealer.close(), router.close()]);
  });
});
