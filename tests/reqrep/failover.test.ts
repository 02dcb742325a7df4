import type { EngineName } from '@zeromq-ts/core';
import { ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { expect, it } from 'vitest';

const ENGINES: readonly EngineName[] = ['zmtp', 'libzmq'];
const ANYWHERE = 'tcp://127.0.0.1:*';

async function serve(server: ZMQReply, name: string): Promise<void> {
  for await (const request of server) await server.send(`${request} ${name}`);
}

it.each(ENGINES)('a request goes to another server when one has gone, on the engine %s (RQ-02)', async (engine) => {
  const [one, other] = [new ZMQReply(undefined, { engine }), new ZMQReply(undefined, { engine })];
  await using client = new ZMQRequest([await one.bind(ANYWHERE), await other.bind(ANYWHERE)], { engine, linger: 0 });
  await client.connected({ peers: 2, timeout: 10_000 });
  const serving = [serve(one, 'one'), serve(other, 'other')];
  const options = { timeout: 1000, retries: 10 };
  const before = [await client.request('a', options), await client.request('b', options)].map(String);
  expect(before.map((answer) => answer.slice(2)).toSorted()).toEqual(['one', 'other']);

  await one.close({ linger: 0 });
  for (const request of ['c', 'd', 'e']) expect(`${await client.request(request, options)}`).toBe(`${request} other`);
  await other.close();
  await Promise.all(serving);
});

it.each(ENGINES)('a try goes to the next server when one is silent, on the engine %s (RQ-02)', async (engine) => {
  await using silent = new ZMQRouter(undefined, { engine, linger: 0 });
  const server = new ZMQReply(undefined, { engine });
  await using client = new ZMQRequest([await silent.bind(ANYWHERE), await server.bind(ANYWHERE)], {
    engine,
    linger: 0,
  });
  await client.connected({ peers: 2, timeout: 10_000 });
  const serving = serve(server, 'served');
  for (const request of ['a', 'b', 'c']) {
    expect(`${await client.request(request, { timeout: 200, retries: 10 })}`).toBe(`${request} served`);
  }
  await server.close();
  await serving;
});
